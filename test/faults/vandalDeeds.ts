import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SmallDisk } from './smallDisk.ts';

/** Where a vandal goes about. */
export interface Site {
  /** A git repository with a board in it. */
  readonly workspace: string;
  readonly rota: string;
  /** The store. */
  readonly local: string;
  /** Beside the workspace, for what is taken away. */
  readonly attic: string;
  /** The data of another board. */
  readonly strange: string;
  /** What must never change. */
  readonly outside: string;
  readonly random: () => number;
  /** What workspace and attic lie on, where this user may mount one. */
  readonly disk: SmallDisk | undefined;
}

export interface Deed {
  readonly name: string;
  /** Answers what brings things back, where somebody would do that; it may be called twice. */
  readonly act: (site: Site) => (() => void) | undefined | void;
}

/** What people, tools and strangers do to a folder that holds a board. */
export const deeds: readonly Deed[] = [
  { name: 'git clean -fd', act: (site) => clean(site, '-fd') },
  { name: 'git clean -fd, twice', act: (site) => twice(() => clean(site, '-fd')) },
  { name: 'git clean -fdx', act: (site) => clean(site, '-fdx') },
  { name: 'git stash -u', act: stash('-u') },
  { name: 'git stash -a', act: stash('-a') },
  { name: 'git add -A, and a branch without it', act: branchAway },
  { name: 'the store removed', act: ({ local }) => gone(local) },
  { name: '.rota removed', act: ({ rota }) => gone(rota) },
  { name: 'the lock removed', act: ({ local }) => rmSync(join(local, 'owner.lock'), { force: true }) },
  { name: 'the journal removed', act: ({ local }) => removeSome(local, /^wal-/) },
  { name: 'the snapshot removed', act: ({ local }) => removeSome(local, /^snap-/) },
  { name: 'the name of the store removed', act: ({ local }) => rmSync(join(local, 'store.json'), { force: true }) },
  { name: 'all files removed, one after the other', act: ({ local }) => removeSome(local, /./) },
  { name: 'the folder emptied but for the lock', act: ({ local }) => removeSome(local, /^(?!owner\.lock)/) },
  { name: 'the store moved away and back', act: ({ local, attic }) => moved(local, join(attic, 'local')) },
  { name: '.rota moved away and back', act: ({ rota, attic }) => moved(rota, join(attic, 'rota')) },
  { name: 'the workspace renamed and back', act: ({ workspace }) => moved(workspace, `${workspace}-renamed`) },
  { name: 'the store replaced by a copy of now', act: ({ local, attic }) => replaced(local, attic) },
  { name: 'the store replaced by an empty folder', act: ({ local }) => replacedBy(local, () => mkdirSync(local)) },
  { name: 'the store replaced by a file', act: ({ local }) => replacedBy(local, () => writeFileSync(local, 'a file')) },
  { name: 'files of another board beside it', act: ({ local, strange }) => bringIn(strange, local, 900_000_000) },
  { name: 'files of another board below it', act: ({ local, strange }) => bringIn(strange, local, 3) },
  { name: 'a link in place of the journal', act: ({ local, outside }) => linkInstead(local, outside) },
  { name: 'noise behind the journal', act: ({ local, random }) => noise(local, random) },
  { name: 'the journal cut', act: ({ local }) => cut(local) },
  { name: 'an older copy of the store in its place', act: ({ local, attic }) => replacedByOlder(local, attic) },
  { name: 'rights taken away and given back', act: ({ local }) => withoutRights(local) },
  { name: 'the disk filled and cleared', act: ({ disk }) => disk?.fill() },
  { name: 'the disk taken out and put in again', act: ({ disk }) => disk?.takeOut() },
  { name: 'a name with hundreds of digits', act: ({ local }) => writeFileSync(join(local, `wal-${'7'.repeat(200)}.tsj`), '') },
];

/** Somebody may be writing into it. */
function gone(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 5 });
}

function replacedBy(path: string, make: () => void): void {
  gone(path);
  make();
}

function twice(act: () => void): void {
  act();
  act();
}

function git({ workspace }: Site, ...args: string[]): void {
  const identity = ['-c', 'user.name=vandal', '-c', 'user.email=vandal@example.invalid', '-c', 'core.fsmonitor=false'];
  execFileSync('git', [...identity, ...args], { cwd: workspace, stdio: 'ignore' });
}

/** Ends with an error where somebody writes into the folder that it removes. */
function clean(site: Site, how: string): void {
  spawnSync('git', ['clean', '-q', how], { cwd: site.workspace });
}

function stash(which: '-u' | '-a'): Deed['act'] {
  return (site) => {
    try {
      git(site, 'stash', 'push', which);
    } catch {
      return undefined; // a file went while git was about to keep it: it has changed nothing
    }
    return () => {
      const pop = spawnSync('git', ['stash', 'pop', '-q'], { cwd: site.workspace });
      if (pop.status !== 0) spawnSync('git', ['stash', 'drop', '-q'], { cwd: site.workspace }); // what came meanwhile is in the way
    };
  };
}

function branchAway(site: Site): void {
  git(site, 'checkout', '-q', '-B', 'side');
  git(site, 'add', '-A');
  git(site, 'commit', '-q', '--allow-empty', '-m', 'all that is there');
  git(site, 'checkout', '-q', 'main');
}

function removeSome(folder: string, which: RegExp): void {
  for (const name of readdirSync(folder).filter((each) => which.test(each))) rmSync(join(folder, name), { recursive: true, force: true });
}

function moved(from: string, to: string): () => void {
  renameSync(from, to);
  return () => {
    if (existsSync(from)) gone(to);
    else if (existsSync(to)) renameSync(to, from);
  };
}

function replaced(local: string, attic: string): void {
  const copy = join(attic, 'copy');
  copyFiles(local, copy);
  gone(local);
  renameSync(copy, local);
}

/** The store without what it set aside. What goes while it is copied is not in the copy: somebody may be writing into the folder. */
function copyFiles(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    try {
      if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
      else if (entry.isFile()) copyFileSync(source, target);
      else if (entry.isDirectory() && !entry.name.startsWith('set-aside')) copyFiles(source, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** What somebody throws away now and then, or a small disk is full after some hundred deeds: what was set aside, and what git holds of old stashes. */
export function clearOut(site: Site): void {
  removeSome(site.local, /^set-aside-/);
  git(site, 'reflog', 'expire', '--expire=now', '--all');
  git(site, 'gc', '--quiet', '--prune=now');
}

/** The copy is of the time when this was done before. */
function replacedByOlder(local: string, attic: string): void {
  const [older, newer] = [join(attic, 'older'), join(attic, 'newer')];
  copyFiles(local, newer);
  if (existsSync(older)) {
    gone(local);
    renameSync(older, local);
  }
  renameSync(newer, older);
}

/** Where the user is root, nothing is taken away by this. */
function withoutRights(folder: string): () => void {
  chmodSync(folder, 0o500);
  return () => {
    if (existsSync(folder)) chmodSync(folder, 0o700);
  };
}

function bringIn(from: string, to: string, number: number): void {
  for (const name of readdirSync(from)) writeFileSync(join(to, name.replace(/\d+/, String(number))), readFileSync(join(from, name)));
}

function journalOf(local: string): string {
  return join(local, readdirSync(local).find((name) => /^wal-\d{1,15}\.tsj$/.test(name)) ?? 'wal-0.tsj');
}

function linkInstead(local: string, outside: string): void {
  const journal = journalOf(local);
  rmSync(journal, { force: true });
  symlinkSync(join(outside, 'precious'), journal);
}

/** Where the file is filled with zeros ahead, noise lies behind them. */
function noise(local: string, random: () => number): void {
  appendFileSync(
    journalOf(local),
    Uint8Array.from({ length: 400 }, () => Math.floor(random() * 256)),
  );
}

/** What a tool does that saves a file with less in it: another file takes its name. */
function cut(local: string): void {
  const journal = journalOf(local);
  // A deed before may have left a link there: what is cut is its copy, never what it leads to.
  copyFileSync(journal, `${journal}.copy`);
  truncateSync(`${journal}.copy`, 100);
  renameSync(`${journal}.copy`, journal);
}
