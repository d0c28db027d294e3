import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../core/base/errors.ts';
import type { Backup } from '../core/model/backup.ts';
import { SalvageReport } from '../core/model/salvage.ts';
import { nextEpoch } from '../core/store/generation.ts';
import { readStoreId } from './knownStores.ts';
import { openStore } from './openStore.ts';
import { readLivingOwner } from './ownerLock.ts';
import { finishPutting } from './putStore.ts';
import { readInThread, type ReadMessage } from './readingThread.ts';
import { findKeptBoard, putState, type KeptBoard } from './restoreBackup.ts';
import { assertRealFolders, hasStoreFiles, type StorePlace } from './storePlace.ts';

/** What became of a damaged board. */
export type Salvage =
  /** An earlier salvage or restore had been cut short at its very end, which was made up for. */
  | { readonly kind: 'finished' }
  | {
      readonly kind: 'read';
      readonly report: SalvageReport;
      /** Copies that have more cards than could be read, newest first. */
      readonly better: readonly Backup[];
      /** Where the damaged files are kept; `undefined` when nothing was changed. */
      readonly keptIn: string | undefined;
    };

export interface SalvageRequest {
  readonly dataFolder: string;
  /** Only say what could be read. */
  readonly dryRun: boolean;
  readonly notify: (message: string) => void;
}

const limits = { bytes: 512 * 2 ** 20, milliseconds: 180_000 };

const Answer = z.object({ generation: z.number(), report: SalvageReport });

/**
 * Reads what can be read of a board that cannot be opened into a new one in its place; the damaged files are kept in a folder beside. A board that can be
 * opened, that somebody has open, or of which nothing can be read, is left as it is: a `UserError` says why.
 */
export async function salvageBoard(place: StorePlace, request: SalvageRequest): Promise<Salvage> {
  const { dataFolder, dryRun } = request;
  const board = findKeptBoard(place, dataFolder);
  if (!board) throw unknownBoard(place);
  if (!dryRun && finishPutting(place, board.storeId)) return { kind: 'finished' };
  await assertDamaged(place, request);
  assertRealFolders(place);
  assertNobodyHasIt(place);
  const at = Date.now();
  const before = stateOf(place);
  const { generation, report, image } = await read(place, board, at);
  const better = board.backups.list().filter(({ cards }) => cards > report.cards.brought);
  if (!image) throw nothingReadable(place, report, better.length > 0);
  if (dryRun) return { kind: 'read', report, better, keptIn: undefined };
  if (stateOf(place) !== before) throw new UserError('unavailable', l10n.t('Files in {0} changed meanwhile. Try again.', place.folder));
  const asideName = `damaged-${new Date(at).toISOString().replace(/[:.]/g, '-')}`;
  putState(place, dataFolder, board, { image, generation: nextEpoch(generation), asideName, isSameBoard: true });
  return { kind: 'read', report, better, keptIn: join(place.folder, asideName) };
}

async function read(
  { folder }: StorePlace,
  { storeId, entry, backups }: KeptBoard,
  at: number,
): Promise<z.output<typeof Answer> & Pick<ReadMessage, 'image'>> {
  const gaveUp = l10n.t('Reading {0} took too long or too much memory, so it was given up. Nothing was changed.', folder);
  const { text, image } = await readInThread(
    {
      kind: 'salvage',
      folder,
      storeId,
      key: entry.key,
      mayBeUnsealed: entry.state === 'unsealed',
      mostBytes: limits.bytes,
      highestNumber: backups.highestNumber(),
      at,
    },
    limits.milliseconds,
    gaveUp,
  );
  return { ...Answer.parse(JSON.parse(text)), ...(image && { image }) };
}

/** Passes only where opening fails because of damage. */
async function assertDamaged(place: StorePlace, { dataFolder, notify }: SalvageRequest): Promise<void> {
  try {
    const store = await openStore(place, { create: false, dataFolder, notify });
    try {
      await Promise.all([store.countTasks(), store.listTasks({ limit: 1000 }), store.listDeletedTasks(), store.listRuns({ limit: 1 })]);
    } finally {
      await store.close();
    }
  } catch (error) {
    // Whatever is no sentence for people is what SQLite says of a database that makes no sense.
    if (!(error instanceof UserError) || (error.code === 'damaged' && place.exists) || isNameless(place, error)) return;
    throw error;
  }
  throw new UserError(
    'refused',
    l10n.t(
      'The board in {0} can be opened, so there is nothing to salvage. An earlier state comes back with `rota backup restore`.',
      place.root,
    ),
  );
}

/** Its `store.json` is lost, and the list of this machine knows the place. */
function isNameless({ folder, exists }: StorePlace, { code }: UserError): boolean {
  return code === 'refused' && exists && readStoreId(folder) === undefined && hasStoreFiles(folder);
}

function assertNobodyHasIt({ folder }: StorePlace): void {
  const owner = readLivingOwner(folder);
  if (owner && owner.pid !== process.pid)
    throw new UserError(
      'unavailable',
      l10n.t('Process {0} on {1} has the board in {2} open. Close it there first.', owner.pid, owner.host, folder),
    );
}

/** The names, sizes and times of what is there. */
function stateOf({ folder }: StorePlace): string {
  const names = readdirSync(folder)
    .filter((name) => /^(snap|wal)-/.test(name))
    .sort();
  return names
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
    .map((stats, index) => `${names[index]} ${stats?.size} ${stats?.mtimeMs}`)
    .join('\n');
}

function unknownBoard({ root, folder }: StorePlace): UserError {
  return new UserError(
    'not-found',
    l10n.t(
      'This machine knows of no board that it made in {0}. What another one left in {1} can be taken over with `rota import`, once that folder is moved away.',
      root,
      folder,
    ),
  );
}

function nothingReadable({ folder }: StorePlace, { unread }: SalvageReport, hasBackups: boolean): UserError {
  const nothing = l10n.t('Nothing of the board in {0} can be read. {1}', folder, unread.join(' '));
  const wayOut = hasBackups
    ? l10n.t('`rota backup restore` brings back the newest copy.')
    : l10n.t('There is no backup of it. `rota init --anew` makes a new board once that folder is moved away.');
  return new UserError('damaged', `${nothing} ${wayOut}`);
}
