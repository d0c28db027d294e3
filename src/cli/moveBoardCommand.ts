import * as l10n from '@vscode/l10n';
import { Argument, type Command } from 'commander';
import { storeLocations } from '../core/model/choices.ts';
import type { StoreLocation } from '../core/model/settings.ts';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `move-board`: from beside the files to the user's data folder, or back. */
export function addMoveBoardCommand(program: Command, session: Session): void {
  program
    .command('move-board')
    .description(
      l10n.t('Move the board into your user data folder, out of reach of agents, networks and sync services, or back beside the files'),
    )
    .addArgument(new Argument('<place>', l10n.t('where it goes')).choices(storeLocations))
    .action(async (place: StoreLocation) => (await working()).moveBoard.moveBoard(session, place));
}
