import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { currentLauncherText, isLauncherText, launcherName, type LauncherHost, type LauncherTarget } from './launcherText.ts';

/** More than any launcher has. */
const MAX_BYTES = 16_000;

/** What stands where a launcher may be: nothing, one of ours, or something that is none of Rota's business. */
export type LauncherState = 'absent' | 'ours' | 'foreign';

/** Looks without following links: a link is nothing that Rota made. */
export function launcherState(file: string): LauncherState {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (!stats) return 'absent';
    return stats.isFile() && stats.size <= MAX_BYTES && isLauncherText(readFileSync(file, 'utf8')) ? 'ours' : 'foreign';
  } catch {
    return 'foreign'; // What cannot be read is not known to be ours.
  }
}

/** Puts a launcher in place in one step. Throws `UserError` where something else has the name, or the folder takes no files. */
export function installLauncher(file: string, text: string): void {
  const state = launcherState(file);
  if (state === 'foreign') throw notOurs(file);
  orSayWhy(file, () => putInPlace(file, text, state === 'absent' ? addName : renameSync));
}

/** Removes a launcher, and nothing else that may have its name by now. */
export function removeLauncher(file: string): void {
  if (launcherState(file) === 'ours') orSayWhy(file, () => rmSync(file, { force: true }));
}

/** The launcher in the user's data folder, which is kept current; those elsewhere start it. No agent can write there. */
export function currentLauncherFile(dataFolder: string, { platform }: LauncherHost): string {
  return join(dataFolder, 'launcher', launcherName(platform));
}

/** Does that launcher start `target`? */
export function isCurrentLauncher(file: string, target: LauncherTarget, host: LauncherHost): boolean {
  return launcherState(file) === 'ours' && readFileSync(file, 'utf8') === currentLauncherText(target, host);
}

/** Makes that launcher start `target`; writes only what is not so already. Throws `UserError` where it cannot be written. */
export function keepCurrentLauncher(file: string, target: LauncherTarget, host: LauncherHost): void {
  if (!isCurrentLauncher(file, target, host)) orSayWhy(file, () => putInPlace(file, currentLauncherText(target, host), renameSync));
}

/** Makes the whole file beside its place, then gives it its name. */
function putInPlace(file: string, text: string, place: (from: string, to: string) => void): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o755 });
    chmodSync(temporary, 0o755);
    place(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Unlike a rename this takes no name that somebody else has taken since it was looked at. */
function addName(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? notOurs(file) : error;
  }
}

function orSayWhy(file: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof UserError || code === undefined) throw error;
    throw new UserError('unavailable', l10n.t('{0} cannot be written or removed ({1}).', file, code), { cause: error });
  }
}

function notOurs(file: string): UserError {
  return new UserError(
    'refused',
    l10n.t('{0} is there already and was not made by Rota, so it is left alone. Choose another folder.', file),
  );
}
