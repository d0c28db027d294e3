import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { Argument, type Command } from 'commander';
import { UserError } from '../core/base/errors.ts';
import { StoreLocation } from '../core/model/settings.ts';
import { moveStore } from '../node/moveStore.ts';
import { findStorePlace, otherPlaceOf } from '../node/storePlace.ts';
import { openUserData } from '../node/userData.ts';
import type { Session } from './session.ts';
import { storeHomes } from './storeHomes.ts';

/** `move-board`: from beside the files to the user's data folder, or back. */
export function addMoveBoardCommand(program: Command, session: Session): void {
  program
    .command('move-board')
    .description(
      l10n.t('Move the board into your user data folder, out of reach of agents, networks and sync services, or back beside the files'),
    )
    .addArgument(new Argument('<place>', l10n.t('where it goes')).choices(StoreLocation.options))
    .action((place: StoreLocation) => moveBoard(session, place));
}

async function moveBoard(session: Session, location: StoreLocation): Promise<void> {
  const { terminal, options, author } = session;
  if (author.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person moves a board.'));
  const from = findStorePlace(resolve(terminal.folder, options.workspace ?? '.'), storeHomes(terminal));
  const moved = from.location !== location;
  const to = moved ? otherPlaceOf(from, openUserData(terminal.env, [from.root])) : from;
  if (moved) await moveStore(from, to);
  await session.show({ folder: to.folder, moved }, (done) =>
    done.moved ? l10n.t('The board is in {0} now.', done.folder) : l10n.t('The board is in {0} already.', done.folder),
  );
}
