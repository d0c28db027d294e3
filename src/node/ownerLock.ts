import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../core/base/errors.ts';
import { Emitter } from '../core/base/event.ts';
import { parseJson } from '../core/base/json.ts';
import type { HeldLock, LockStanding } from '../core/store/holding.ts';
import { Door } from '../protocol/peerProtocol.ts';
import { lockName } from './lockName.ts';
import { isGone, machineIdentity, processStart } from './processIdentity.ts';
import { machineName } from './thisUser.ts';

/** Stands for the token of a lock file that cannot be read. */
const UNREADABLE = 'unreadable';
const MOST_TRIES = 20;
const RETRY_MS = 20;
/** A lock file has some hundred bytes. */
const MOST_BYTES = 16 * 1024;
/** Nothing that takes milliseconds when all is well is still going on after this. */
const LEFTOVER_MS = 60_000;

/** Who owns a store. `token` is new for each acquisition, so it also fences off a former owner. */
const Owner = z.object({
  token: z.string().regex(/^[0-9a-f]{64}$/),
  pid: z.number().int().positive(),
  /** Start of the process, where the system tells it: a number may be used again by another process. */
  start: z.string().nullable(),
  /** Machine, boot and process namespace: within one, `pid` means something. */
  machine: z.string(),
  host: z.string(),
  since: z.number(),
  /** Which folder it owns; owners of earlier versions do not say. */
  folder: z.string().nullable().default(null),
  /** Where the owner answers others; owners of versions before there were doors have none. */
  door: Door.nullable().catch(null).default(null),
});
type Owner = z.infer<typeof Owner>;

/** How often an owner shows life, and when one that does not is given up. */
export interface LockTimes {
  readonly beatMs: number;
  readonly staleMs: number;
}

export const lockTimes: LockTimes = { beatMs: 1000, staleMs: 10_000 };

/** Who has a lock, as far as its file says. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
  /** On this machine, where its process and its door can be reached. */
  readonly isNear: boolean;
  readonly token: string | undefined;
  readonly door: Door | null;
}

/** The lock, or whoever has it. */
export type LockAttempt = { readonly lock: OwnerLock } | { readonly lock: undefined; readonly owner: LockOwner };

/** What an owner says of itself. */
export interface LockClaim {
  /** New for each acquisition. */
  readonly token: string;
  readonly door?: Door;
}

/** Sole ownership of a store folder, without native code: a lock file made by `link`, which only one process can succeed in. */
export class OwnerLock implements HeldLock {
  readonly #folder: string;
  readonly #path: string;
  readonly #owner: Owner;
  /** The whole file, as only this acquisition wrote it. */
  readonly #text: string;
  /** The folder, as the file system tells it apart from others of its name. */
  readonly #identity: FileIdentity | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #beats = new Emitter<void>();
  /** Fires at each beat, after life was shown. */
  readonly onDidBeat = this.#beats.event;
  #taken = false;

  private constructor(folder: string, owner: Owner, times: LockTimes) {
    this.#folder = folder;
    this.#path = `${folder}/${lockName}`;
    this.#owner = owner;
    this.#text = JSON.stringify(owner);
    this.#identity = identityOf(folder);
    this.#timer = setInterval(() => this.#beat(), times.beatMs);
    this.#timer.unref();
  }

  /** Takes the lock of a folder if it is free or its owner is dead. Waits only to make sure that an owner which looks frozen is. */
  static async tryAcquire(folder: string, claim: LockClaim, times: LockTimes = lockTimes): Promise<LockAttempt> {
    const path = `${folder}/${lockName}`;
    const own: Owner = {
      token: claim.token,
      pid: process.pid,
      start: processStart(process.pid),
      machine: machineIdentity(),
      host: machineName(),
      since: Date.now(),
      folder,
      door: claim.door ?? null,
    };
    for (let tries = 1; ; tries++) {
      if (createWhole(path, own)) {
        removeLeftovers(folder, own);
        return { lock: new OwnerLock(folder, own, times) };
      }
      const current = read(path);
      if (!current) continue; // released in this moment
      const free = (await isAbandoned(path, current, times)) && removeLock(path, current.owner?.token ?? UNREADABLE, own);
      if (free) continue;
      if (tries === MOST_TRIES || (current.owner && !isGone(current.owner))) return { lock: undefined, owner: describe(current) };
      await wait(RETRY_MS * Math.random()); // others are about to bury the same owner
    }
  }

  /** How the lock stands. To be asked after a write became durable and before it is acknowledged. */
  standing(): LockStanding {
    if (this.#taken) return 'taken';
    try {
      if (!isSame(identityOf(this.#folder), this.#identity)) return 'astray';
      const text = readText(this.#path);
      if (text === undefined) return 'missing';
      if (text === this.#text) return 'held';
      this.#taken = true;
      return 'taken';
    } catch {
      return 'astray'; // a disk that does not answer
    }
  }

  /** Puts the lock back where it is missing; false when somebody else was first, or the folder is not there. */
  retake(): boolean {
    try {
      return this.standing() === 'missing' && createWhole(this.#path, this.#owner) && this.held();
    } catch {
      return false;
    }
  }

  /** Whether this process still owns the folder. */
  held(): boolean {
    return this.standing() === 'held';
  }

  /** Gives the lock back. */
  release(): void {
    clearInterval(this.#timer);
    this.#beats.dispose();
    if (this.#mayRelease()) removeLock(this.#path, this.#owner.token, this.#owner);
  }

  /** A lock file that was put back has another identity, and still says that it is ours. */
  #mayRelease(): boolean {
    try {
      return !this.#taken && readText(this.#path) === this.#text;
    } catch {
      return false;
    }
  }

  #beat(): void {
    try {
      const now = new Date();
      if (this.held()) fs.utimesSync(this.#path, now, now);
    } catch {
      // A missed beat at worst makes us look frozen; whoever takes over then is told apart by the token.
    }
    this.#beats.fire();
  }
}

interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

/** `undefined` where there is nothing with this name. */
function identityOf(path: string): FileIdentity | undefined {
  const stats = orNothing(() => fs.lstatSync(path, { bigint: true, throwIfNoEntry: false }));
  return stats && { device: stats.dev, inode: stats.ino };
}

/** Where a file has taken the place of a folder, there is nothing below it. */
function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

function isSame(one: FileIdentity | undefined, other: FileIdentity | undefined): boolean {
  return one !== undefined && one.device === other?.device && one.inode === other.inode;
}

/**
 * Who has the lock of a folder; `undefined` when nobody has. `shownLife` is when the owner last showed that it lives; `isAstray`: it looks for the
 * folder under a former name, and writes nothing.
 */
export function readOwner(folder: string): (LockOwner & { readonly shownLife: number; readonly isAstray: boolean }) | undefined {
  const path = `${folder}/${lockName}`;
  const found = read(path);
  return found && { ...describe(found), shownLife: found.beat, isAstray: found.owner !== undefined && isAstray(found.owner, path) };
}

/** Who has the lock of a folder and lives, as far as can be told from here. */
export function readLivingOwner(folder: string): LockOwner | undefined {
  const path = `${folder}/${lockName}`;
  const found = read(path);
  return found?.owner && !isGone(found.owner) && !isAstray(found.owner, path) ? describe(found) : undefined;
}

function describe({ owner, beat }: Found): LockOwner {
  if (!owner) return { pid: 0, host: '', since: beat, isNear: false, token: undefined, door: null };
  const { pid, host, since, token, door } = owner;
  return { pid, host, since, token, door, isNear: owner.machine === machineIdentity() };
}

interface Found {
  /** `undefined`: not a lock file of ours, or damaged. */
  readonly owner: Owner | undefined;
  /** When it was last touched. */
  readonly beat: number;
}

function read(path: string): Found | undefined {
  const text = readText(path);
  const stats = text === undefined ? undefined : fs.statSync(path, { throwIfNoEntry: false });
  return text === undefined || !stats ? undefined : { owner: parseJson(Owner, text), beat: stats.mtimeMs };
}

/** The text of a lock file, as much as one can have; `undefined` when there is none. What came with a repository may be no file at all. */
function readText(path: string): string | undefined {
  const stats = orNothing(() => fs.lstatSync(path, { throwIfNoEntry: false }));
  if (!stats) return undefined;
  if (!stats.isFile())
    throw new UserError('refused', l10n.t('{0} is not a plain file (a link?), so the board is not opened. Remove it and try again.', path));
  let file: number;
  try {
    file = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    return bytes.toString('utf8', 0, fs.readSync(file, bytes, 0, MOST_BYTES, 0));
  } finally {
    fs.closeSync(file);
  }
}

/** Its folder was renamed, and this is it: an owner that does not find its folder writes nothing any more. */
function isAstray({ machine, folder }: Owner, path: string): boolean {
  return folder !== null && machine === machineIdentity() && !isSame(identityOf(folder), identityOf(dirname(path)));
}

/** A dead process is known at once. One that merely shows no life is watched: a clock that jumped makes the living look stale. */
async function isAbandoned(path: string, { owner, beat }: Found, times: LockTimes): Promise<boolean> {
  if (owner && (isGone(owner) || isAstray(owner, path))) return true;
  if (Math.abs(Date.now() - beat) < times.staleMs) return false;
  await wait(times.beatMs * 2.5);
  const later = read(path);
  return later?.beat === beat && later.owner?.token === owner?.token;
}

/**
 * Removes the lock of one owner and never that of another who came in between: the right to remove it is itself a file that only
 * one process can make. Should that process die in the act, its own file is removed in the same way.
 */
function removeLock(path: string, token: string, own: Owner): boolean {
  const right = `${path}.${token}`;
  if (!createWhole(right, own)) {
    const other = read(right);
    if (other && isLeftover(other, own)) removeLock(right, other.owner?.token ?? UNREADABLE, own);
    return false;
  }
  try {
    const current = read(path);
    if (!current || (current.owner?.token ?? UNREADABLE) !== token) return false;
    fs.rmSync(path, { force: true });
    return true;
  } finally {
    fs.rmSync(right, { force: true });
  }
}

function isLeftover({ owner, beat }: Found, own: Owner): boolean {
  if (owner?.machine === own.machine) return isGone(owner);
  return Math.abs(Date.now() - beat) > LEFTOVER_MS;
}

/** Removes what killed contenders left in the folder. */
function removeLeftovers(folder: string, own: Owner): void {
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith(`${lockName}.`)) continue;
    const path = `${folder}/${name}`;
    const found = read(path);
    if (found && isLeftover(found, own)) fs.rmSync(path, { force: true });
  }
}

/** Makes a file that is complete from its first moment, unless there is one. */
function createWhole(path: string, owner: Owner): boolean {
  const draft = `${path}.${process.pid}.${owner.token.slice(0, 16)}.tmp`;
  fs.writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
  try {
    fs.linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    return createPlain(path, owner);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** For file systems without links: for a moment the file is there but empty, which others take for a living owner. */
function createPlain(path: string, owner: Owner): boolean {
  try {
    fs.writeFileSync(path, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
