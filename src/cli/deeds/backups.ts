import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import type { Backup } from '../../core/model/backup.ts';
import { backupReasonNames } from '../../core/model/backupNames.ts';
import { openStore } from '../../node/openStore.ts';
import { findKeptBoard, restoreBackup, type KeptBoard } from '../../node/restoreBackup.ts';
import type { StorePlace } from '../../node/storePlace.ts';
import type { OpenedStore } from '../../node/workerTaskStore.ts';
import { findBoardPlace } from '../boardPlace.ts';
import { warnAt } from '../ground.ts';
import type { Session } from '../session.ts';
import { amount, table } from '../textLayout.ts';

interface Kept extends KeptBoard {
  readonly place: StorePlace;
  readonly dataFolder: string;
}

export async function list(session: Session): Promise<void> {
  const backups = keptOf(session).backups.list();
  await session.showPlain(backups, (all) =>
    all.length === 0
      ? l10n.t('There is no copy yet: the first is kept after a day of use. `rota backup now` keeps one.')
      : table(all.map((backup, index) => [String(index + 1), ...factsOf(backup)])),
  );
}

export async function now(session: Session): Promise<void> {
  const kept = keptOf(session);
  const store = await open(session, kept);
  try {
    await session.showPlain(await store.backUp('asked'), (backup) => l10n.t('Kept a copy: {0}.', factsOf(backup).join(', ')));
  } finally {
    await store.close();
  }
}

/** Through whoever has the board open, or where nobody can open it by itself. */
export async function restore(session: Session, chosen: string | undefined): Promise<void> {
  if (session.author.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person restores a backup.'));
  const kept = keptOf(session);
  const store = await open(session, kept).catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
  try {
    const backup = chosen === undefined ? newestFor(kept, store) : find(kept.backups.list(), chosen);
    if (store) await store.restoreBackup(backup.name);
    else await restoreBackup(kept.place, kept.dataFolder, backup.name);
    await session.showPlain(backup, () => l10n.t('The board in {0} is again as it was: {1}.', kept.place.root, factsOf(backup).join(', ')));
  } finally {
    await store?.close();
  }
}

function keptOf(session: Session): Kept {
  const { place, dataFolder } = findBoardPlace(session);
  const board = findKeptBoard(place, dataFolder);
  if (!board) throw new UserError('not-found', l10n.t('There is no board in {0}, and there was none.', place.root));
  return { ...board, place, dataFolder };
}

function open(session: Session, { place, dataFolder }: Kept): Promise<OpenedStore> {
  return openStore(place, { create: false, dataFolder, notify: warnAt(session.terminal) });
}

/** A board that can be opened is not replaced by accident. */
function newestFor({ backups }: Kept, store: OpenedStore | undefined): Backup {
  const [newest] = backups.list();
  if (!newest) throw new UserError('not-found', l10n.t('There is no copy of this board.'));
  if (!store) return newest;
  throw new UserError('invalid', l10n.t('This board can be opened. Say which copy is to take its place: `rota backup list` shows them.'));
}

function find(backups: readonly Backup[], chosen: string): Backup {
  const found = backups.find(({ name }) => name === chosen) ?? (/^\d{1,3}$/.test(chosen) ? backups[Number(chosen) - 1] : undefined);
  if (found) return found;
  throw new UserError('not-found', l10n.t('There is no backup "{0}" of this board. `rota backup list` shows them.', chosen));
}

function factsOf({ madeAt, reason, cards, name }: Backup): string[] {
  const count = cards === 1 ? l10n.t('1 card') : l10n.t('{0} cards', amount(cards));
  return [new Date(madeAt).toLocaleString(), count, backupReasonNames()[reason], name];
}
