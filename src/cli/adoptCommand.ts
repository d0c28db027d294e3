import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `adopt`: takes a board into use that belonged to another folder. */
export function addAdoptCommand(program: Command, session: Session): void {
  program
    .command('adopt')
    .argument('[board]', l10n.t('its number in the list, or the folder that it belonged to; else the one that fits'))
    .option('--list', l10n.t('only show the boards that can be used here'))
    .description(l10n.t('Use a board here whose folder was moved, renamed or copied'))
    .action(async (chosen: string | undefined, { list }: { list?: boolean }) => {
      const { adopt } = await working();
      await (list ? adopt.list(session) : adopt.adopt(session, chosen));
    });
}
