import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import type { StoreLocation } from '../../core/model/settings.ts';
import { moveStore } from '../../node/moveStore.ts';
import { findStorePlace, otherPlaceOf } from '../../node/storePlace.ts';
import { openUserData } from '../../node/userData.ts';
import type { Session } from '../session.ts';
import { storeHomes } from '../storeHomes.ts';

export async function moveBoard(session: Session, location: StoreLocation): Promise<void> {
  const { terminal, options, author } = session;
  if (author.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person moves a board.'));
  const from = findStorePlace(resolve(terminal.folder, options.workspace ?? '.'), storeHomes(terminal));
  const moved = from.location !== location;
  const dataFolder = moved ? openUserData(terminal.env, [from.root]) : '';
  const to = moved ? otherPlaceOf(from, dataFolder) : from;
  if (moved) await moveStore(from, to, dataFolder);
  await session.show({ folder: to.folder, moved }, (done) =>
    done.moved ? l10n.t('The board is in {0} now.', done.folder) : l10n.t('The board is in {0} already.', done.folder),
  );
}
