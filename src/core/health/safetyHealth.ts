import * as l10n from '@vscode/l10n';
import { cardsText, sizeText, type BoardFacts } from './boardHealth.ts';
import type { Found, HealthCheck } from './healthCheck.ts';

/** The copies of a board that this machine keeps. */
export interface BackupFacts {
  readonly newest: { readonly madeAt: number; readonly cards: number } | undefined;
  readonly count: number;
}

/** When the first of a board's cards was made, and when something was done last. */
export interface BoardUse {
  readonly first: number;
  readonly last: number;
}

/** A folder with files of the board that were put out of the way. */
export interface AsideFolder {
  readonly folder: string;
  readonly bytes: number;
}

const DAY = 24 * 60 * 60_000;
/** A copy is kept once a day of use: one that is so much older than the last use was not kept. */
const mostBehind = 2 * DAY;

export interface BackupPorts {
  readBoard(): Promise<BoardFacts>;
  /** Of the board of that folder, also where it cannot be opened. `undefined` where the data folder cannot be used. */
  readBackups(): Promise<BackupFacts | undefined>;
  /** `undefined` where no board is open, or it has no card. */
  readUse(): Promise<BoardUse | undefined>;
}

/** How old the newest copy of the board is. */
export function backupCheck({ readBoard, readBackups, readUse }: BackupPorts): HealthCheck {
  return {
    id: 'backup',
    title: l10n.t('Backups of the board'),
    look: async () => {
      const board = await readBoard();
      if (board.kind === 'no-folder' || board.kind === 'absent') return [];
      // Opening a board may keep one.
      const backups = await readBackups();
      if (!backups) return [];
      if (board.kind === 'failed') return [backupOfFailed(backups)];
      return board.cards === 0 && !backups.newest ? [] : [backupOfOpen(backups, await readUse())];
    },
  };
}

/** Files that were put out of the way and that nobody misses take room. */
export function asideCheck(
  readBoard: BackupPorts['readBoard'],
  readAside: (store: string) => Promise<readonly AsideFolder[]>,
): HealthCheck {
  return {
    id: 'set-aside',
    title: l10n.t('Files that were set aside'),
    look: async () => {
      const board = await readBoard();
      const folders = board.kind === 'no-folder' ? [] : await readAside(board.home.store);
      if (folders.length === 0) return [];
      const names = folders.map(({ folder, bytes }) => `${folder} (${sizeText(bytes)})`).join(', ');
      const detail = l10n.t(
        'Damaged, former or foreign files of the board were kept, and nothing uses them: {0}. Delete these folders once you miss nothing.',
        names,
      );
      return [{ state: 'note', detail }];
    },
  };
}

function backupOfOpen({ newest, count }: BackupFacts, use: BoardUse | undefined): Found {
  if (!newest) {
    const isLate = use !== undefined && use.last - use.first > DAY;
    return isLate
      ? {
          state: 'warning',
          detail: l10n.t(
            'There is no copy of this board, although one is kept after each day of use. Look whether the data folder can be written; `rota backup now` keeps one.',
          ),
        }
      : { state: 'note', detail: l10n.t('There is none yet; the first is kept after a day of use. `rota backup now` keeps one.') };
  }
  const found = newestText(newest, count);
  if (use === undefined || use.last - newest.madeAt <= mostBehind) return { state: 'ok', detail: found };
  const late = l10n.t(
    'The board was changed until {0}, so later copies are missing. Look whether the data folder can be written; `rota backup now` keeps one.',
    timeText(use.last),
  );
  return { state: 'warning', detail: `${found} ${late}` };
}

function backupOfFailed({ newest, count }: BackupFacts): Found {
  if (!newest) return { state: 'warning', detail: l10n.t('There is no copy of this board on this machine.') };
  return { state: 'note', detail: newestText(newest, count), fix: 'restore-backup' };
}

function newestText({ madeAt, cards }: NonNullable<BackupFacts['newest']>, count: number): string {
  return count === 1
    ? l10n.t('There is one copy, of {0}, with {1}.', timeText(madeAt), cardsText(cards))
    : l10n.t('The newest of {0} copies is of {1}, with {2}.', count, timeText(madeAt), cardsText(cards));
}

function timeText(at: number): string {
  return new Date(at).toLocaleString();
}
