import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';

/**
 * How the lock of a store stands to its holder: `taken` by another one; `missing` from the folder that it was made in; `astray` when the folder is not
 * any more where it was, or is another one.
 */
export type LockStanding = 'held' | 'taken' | 'missing' | 'astray';

/** The lock of a store, as far as its driver asks for it. */
export interface HeldLock {
  /** Asked after each sync, before anything is acknowledged. Never throws. */
  standing(): LockStanding;
  /** Puts a missing lock back; false when somebody else was first, or it cannot be. Never throws. */
  retake(): boolean;
}

/** For whoever has a store to itself. */
export const alwaysHeld: HeldLock = { standing: () => 'held', retake: () => false };

/**
 * Whether an owner may go on. `lost`: what it acknowledged is on disk, and whoever is asked next goes on from there. `displaced`: the files went from under
 * it, and only its memory is sure to have all that was acknowledged.
 */
export type Hold = 'held' | 'lost' | 'displaced';

/** For what was asked of an owner that lost its store. `read-only`: surely not saved. `unavailable`: it was on its way to the disk, and only a look can tell. */
export function takenOver(folder: string, code: 'read-only' | 'unavailable'): UserError {
  const taken = l10n.t('Another process took over the store in {0}.', folder);
  if (code === 'read-only') return new UserError(code, l10n.t('{0} Nothing more is saved from here until it is reopened.', taken));
  return new UserError(code, l10n.t('{0} Whether the last change was saved before that is not known: look before you repeat it.', taken));
}

/** For what is asked of an owner whose files are gone, or went to `where`. Said as a part of a sentence too: "The board cannot be changed here: ...". */
export function displacedReason(folder: string, where?: string): string {
  if (where !== undefined)
    return l10n.t(
      'the files of the board in {0} were moved to {1} while it was open. Its cards are still here, but nothing is saved any more until they are moved back or the board is put back',
      folder,
      where,
    );
  return l10n.t(
    'the files of the board in {0} were removed, moved or replaced while it was open. Its cards are still here, but nothing is saved any more until the board is put back',
    folder,
  );
}

/** The same as an error. */
export function displaced(folder: string): UserError {
  return new UserError('read-only', l10n.t('This was not saved: {0}.', displacedReason(folder)));
}
