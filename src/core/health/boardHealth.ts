import * as l10n from '@vscode/l10n';
import type { UserErrorCode } from '../base/errors.ts';
import type { HealthFix } from '../model/health.ts';
import type { StoreLocation } from '../model/settings.ts';
import type { Found, HealthCheck } from './healthCheck.ts';

/** Where a board is, or would be made. */
export interface BoardHome {
  /** The folder that it is about. */
  readonly folder: string;
  /** Where its files are. */
  readonly store: string;
  /** Beside the files that it is about, or in the user's data folder. */
  readonly location: StoreLocation;
}

/** Why a board that is there, or was, is not open: `gone` files, `damaged` ones, or those of a board that a person has to say may be used here. */
export type BoardFailure = 'gone' | 'damaged' | 'elsewhere' | 'other';

/** What a host knows of its board. */
export type BoardFacts =
  | { readonly kind: 'no-folder' }
  | { readonly kind: 'absent'; readonly home: BoardHome }
  | { readonly kind: 'failed'; readonly home: BoardHome; readonly message: string; readonly failure: BoardFailure }
  | {
      readonly kind: 'open';
      readonly home: BoardHome;
      readonly cards: number;
      readonly columnsProblem: string | undefined;
      /** Why nothing can be changed from here. */
      readonly readOnly: string | undefined;
      /** Another process that keeps the board and carries out what is changed here. */
      readonly owner: string | undefined;
    };

/** What the machine says of the folder that a board is in, or would be. */
export interface FolderFacts {
  readonly writable: boolean;
  /** Kind of the network file system it is on. */
  readonly network: string | undefined;
  /** The service that keeps it in step with other machines. */
  readonly synced: string | undefined;
  /** Bytes of cards, logs and kept files. */
  readonly bytes: number;
}

/** Logs and kept bytes beyond this are worth a word. */
const MANY_BYTES = 1e9;

/** What an error says of a board that belongs to its place; `isThere`: its folder is. */
export function failureOf(code: UserErrorCode | undefined, isThere: boolean): BoardFailure {
  if (code === 'damaged') return isThere ? 'damaged' : 'gone';
  return 'other';
}

/** Where the board is, who has it open, and what its columns say. */
export function boardCheck(read: () => Promise<BoardFacts>): HealthCheck {
  return { id: 'board', title: l10n.t('Board'), look: async () => lookAtBoard(await read()) };
}

/** What kind of folder it is in. Nothing is looked at where there is none. */
export function folderCheck(read: () => Promise<BoardFacts>, look: (store: string) => Promise<FolderFacts>): HealthCheck {
  return {
    id: 'folder',
    title: l10n.t('Folder of the board'),
    look: async () => {
      const facts = await read();
      return facts.kind === 'no-folder' ? [] : lookAtFolder(facts, await look(facts.home.store));
    },
  };
}

function lookAtBoard(facts: BoardFacts): Found[] {
  switch (facts.kind) {
    case 'no-folder':
      return [{ state: 'warning', detail: l10n.t('No folder on disk is open, and Rota keeps its cards with one.'), fix: 'open-folder' }];
    case 'absent':
      return [
        { state: 'note', detail: l10n.t('There is none in {0} yet; the first card makes it.', facts.home.folder), fix: 'make-board' },
      ];
    case 'failed':
      return [{ state: 'problem', detail: facts.message, fix: wayOut[facts.failure] }];
    case 'open': {
      const { columnsProblem } = facts;
      return columnsProblem === undefined
        ? [openBoard(facts)]
        : [openBoard(facts), { title: l10n.t('Columns of the board'), state: 'warning', detail: columnsProblem, fix: 'open-board-file' }];
    }
  }
}

/** What is offered first; the message names all ways out. */
const wayOut: Readonly<Record<BoardFailure, HealthFix>> = {
  gone: 'restore-backup',
  damaged: 'salvage-board',
  elsewhere: 'adopt-board',
  other: 'show-log',
};

function openBoard({ home, cards, readOnly, owner }: Extract<BoardFacts, { kind: 'open' }>): Found {
  const place = home.location === 'user' ? l10n.t('{0} (kept in {1})', home.folder, home.store) : home.folder;
  if (readOnly !== undefined)
    return { state: 'warning', detail: l10n.t('Open in {0} with {1}, for reading only: {2}', place, cardsText(cards), readOnly) };
  if (owner !== undefined)
    return {
      state: 'ok',
      detail: l10n.t(
        'Open in {0} with {1}; another window or command keeps it ({2}), and what is changed here goes through it.',
        place,
        cardsText(cards),
        owner,
      ),
    };
  return { state: 'ok', detail: l10n.t('Open in {0} with {1}; it can be changed from here.', place, cardsText(cards)) };
}

function lookAtFolder({ kind, home }: Exclude<BoardFacts, { kind: 'no-folder' }>, facts: FolderFacts): Found[] {
  const found: Found[] = placeWarnings(home, facts).map((warning) => ({ ...warning, ...fixFor(kind, home, facts) }));
  if (facts.bytes > MANY_BYTES)
    found.push({
      state: 'warning',
      detail: l10n.t(
        'Cards, logs and kept files take {0} in {1}. Deleting finished cards frees their part after 30 days.',
        sizeText(facts.bytes),
        home.store,
      ),
    });
  if (found.length > 0) return found;
  return [
    {
      state: 'ok',
      detail:
        facts.bytes === 0
          ? l10n.t('On a disk of this machine, and it can be written.')
          : l10n.t('On a disk of this machine; cards, logs and kept files take {0}.', sizeText(facts.bytes)),
    },
  ];
}

/** Out of the workspace, where the board is there already; a new one is made where the setting says. A board that cannot be written cannot be moved. */
function fixFor(kind: 'absent' | 'failed' | 'open', { location }: BoardHome, { writable }: FolderFacts): Pick<Found, 'fix' | 'subject'> {
  if (location === 'user') return {};
  if (kind === 'absent') return { fix: 'open-settings', subject: 'rota.storeLocation' };
  return kind === 'open' && writable ? { fix: 'move-board' } : {};
}

/** What is wrong with a place for a board; empty when it is a folder like any other. */
export function placeWarnings(
  { folder, store, location }: BoardHome,
  { writable, network, synced }: Omit<FolderFacts, 'bytes'>,
): { readonly state: 'warning' | 'problem'; readonly detail: string }[] {
  const place = location === 'user' ? store : folder;
  const found: { state: 'warning' | 'problem'; detail: string }[] = [];
  if (!writable)
    found.push({
      state: 'problem',
      detail: l10n.t(
        '{0} cannot be written: it belongs to somebody else or is on a read-only disk. Cards can be read and not changed. Copy the folder to a place of your own to work on it, or let new boards be made in your user data folder.',
        place,
      ),
    });
  if (network !== undefined)
    found.push({
      state: 'warning',
      detail: l10n.t(
        '{0} is on a network drive ({1}). Locks and flushed writes cannot be relied on there: keep the board in your user data folder, or open it from one machine at a time.',
        place,
        network,
      ),
    });
  if (synced !== undefined)
    found.push({
      state: 'warning',
      detail: l10n.t(
        '{0} is kept in step with other machines by {1}. Files that another machine changes meanwhile may damage the board: keep it in your user data folder, or exclude .rota/local from the sync.',
        place,
        synced,
      ),
    });
  return found;
}

export function sizeText(bytes: number): string {
  const [divisor, unit] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${(bytes / divisor).toLocaleString(undefined, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 })} ${unit}`;
}

export function cardsText(count: number): string {
  return count === 1 ? l10n.t('1 card') : l10n.t('{0} cards', count);
}
