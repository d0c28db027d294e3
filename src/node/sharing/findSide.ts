import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { warmUpSqlite } from '../../core/store/sqlEngine.ts';
import { peerProtocol, type Door } from '../../protocol/peerProtocol.ts';
import { readStoreId } from '../knownStores.ts';
import { OwnerLock, readOwner, type LockOwner, type LockTimes } from '../ownerLock.ts';
import type { LocalStoreOptions } from '../storePicture.ts';
import { LinkLost, type OwnerLink } from './ownerLink.ts';
import { doorAddress } from './runtimeFolder.ts';
import { followSide, ownSide, pictureSide, type Side, type Told } from './sides.ts';

const firstPause = 4;
const longestPause = 200;
/** A follower that stays gets ready to take over after this time; one that only asks something is gone by then. */
const warmUpAfter = 1500;
/** People are told after this time whom is waited for. */
const tellAfter = 2000;

export interface SearchOptions extends LocalStoreOptions {
  readonly times: LockTimes;
  readonly told: Told;
  /** Hears once when the side is lost. */
  readonly lost: (side: Side) => void;
  readonly signal: AbortSignal;
}

/**
 * Becomes the owner of the store or a follower of whoever is, whichever is possible first. A picture of the files is all there is when
 * they cannot be written, or their owner cannot be reached from here. Rejects when the store cannot be opened.
 */
export async function findSide(options: SearchOptions): Promise<Side> {
  const began = performance.now();
  let told = false;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    options.signal.throwIfAborted();
    const owner = readOwner(options.folder);
    const side = (await tryFollow(owner, options)) ?? (await tryOwn(options));
    if (side) return side;
    const waited = performance.now() - began;
    if (owner && waited > patience(options.times)) return pictureSide(options, unreachable(owner));
    if (owner && waited > tellAfter && !told)
      options.notify(l10n.t('Process {0} has the board open but does not answer. Waiting for it.', owner.pid));
    told ||= waited > tellAfter;
    await wait(pause, undefined, { signal: options.signal });
  }
}

/** A paused owner is replaced within its stale time and the check of it; one that lives and still lets nobody in longer than that never will. */
function patience({ beatMs, staleMs }: LockTimes): number {
  return staleMs * 2 + beatMs * 5;
}

/** Follows an owner that shows life. */
async function tryFollow(owner: ReturnType<typeof readOwner>, options: SearchOptions): Promise<Side | undefined> {
  const { times, seal, told, lost } = options;
  if (!owner?.isNear || owner.isAstray || owner.door?.protocol !== peerProtocol || looksDead(owner, times)) return undefined;
  try {
    const side = await followSide(owner.door, seal.storeId, times.staleMs / 2);
    side.link.onMessage(told);
    void watchOwner(side.link, owner.token, options).then(() => lost(side));
    const warmUp = setTimeout(() => void warmUpSqlite(), warmUpAfter);
    warmUp.unref();
    void side.link.ended.then(() => clearTimeout(warmUp));
    return side;
  } catch (error) {
    if (error instanceof LinkLost) return undefined;
    throw error;
  }
}

/** Takes the store if nobody has it, or whoever has is dead. */
async function tryOwn(options: SearchOptions): Promise<Side | undefined> {
  const { folder, times, told, lost } = options;
  const token = randomBytes(32).toString('hex');
  const door = makeDoor(token, options);
  assertIsThere(options);
  let attempt: Awaited<ReturnType<typeof OwnerLock.tryAcquire>>;
  try {
    attempt = await OwnerLock.tryAcquire(folder, { token, ...(door && { door }) }, times);
  } catch (error) {
    assertIsThere(options); // it may have gone in this moment
    const reason = unwritable(folder, error);
    if (reason === undefined) throw error;
    return pictureSide(options, reason);
  }
  if (!attempt.lock) {
    const reason = foreign(attempt.owner);
    return reason === undefined ? undefined : pictureSide(options, reason);
  }
  return ownSide(options, { lock: attempt.lock, door }, { told, lost });
}

/** Where a store was expected none is made: its folder may come back, and what was in it is not to be hidden by an empty one. */
function assertIsThere({ folder, seal }: SearchOptions): void {
  if (readStoreId(folder) === seal.storeId) return;
  throw new UserError(
    'unavailable',
    l10n.t(
      'The board that was in {0} is not there any more, so nothing can be read or saved. Put the folder back, or restore a backup (`rota backup restore`).',
      folder,
    ),
  );
}

/** Without a door the store can be used, but by one process at a time. */
function makeDoor(token: string, { notify }: SearchOptions): Door | undefined {
  try {
    return { protocol: peerProtocol, address: doorAddress(token, process.env), secret: randomBytes(32).toString('hex') };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    notify(error.message);
    return undefined;
  }
}

/** Resolves when the owner has ended the connection, lost the store, or has shown no life for too long. */
async function watchOwner(link: OwnerLink, token: string | undefined, { folder, times }: SearchOptions): Promise<void> {
  let [silent, replaced] = [0, 0];
  const timer = setInterval(() => {
    // A displaced owner shows life at its door only, and the lock that is at its place may have come there with older files.
    const owner = link.isDisplaced ? undefined : readOwner(folder);
    // After a sleep of the machine all processes wake at once: the owner gets a moment to show that it is there, or what became of its files.
    silent = owner && looksDead(owner, times) ? silent + 1 : 0;
    replaced = owner && owner.token !== token ? replaced + 1 : 0;
    if (silent > 1 || replaced > 1) link.close();
  }, times.beatMs);
  timer.unref();
  await link.ended;
  clearInterval(timer);
}

function looksDead({ shownLife }: { shownLife: number }, { staleMs }: LockTimes): boolean {
  return Math.abs(Date.now() - shownLife) >= staleMs;
}

/** Why an owner can never be followed from here. */
function foreign({ pid, host, isNear, token, door }: LockOwner): string | undefined {
  if (token === undefined) return undefined; // being written, or damaged: it will be found abandoned
  if (!isNear) return l10n.t('it is open on {0} (process {1}). Close it there, then open it here again', host, pid);
  if (door === null)
    return l10n.t('it is open in process {0}, which lets no other in (an older Rota?). Close it there, then open it here again', pid);
  if (door.protocol !== peerProtocol)
    return l10n.t(
      'another version of Rota has it open (process {0}). Close it there, or bring both to one version, then open it here again',
      pid,
    );
  return undefined;
}

function unreachable({ pid }: LockOwner): string {
  return l10n.t('process {0} has it open and does not answer. End that process, then open the board here again', pid);
}

function unwritable(folder: string, error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EROFS' || code === 'EACCES' || code === 'EPERM'
    ? l10n.t('the folder {0} cannot be written ({1})', folder, code)
    : undefined;
}
