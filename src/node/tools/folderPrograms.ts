import { createHash } from 'node:crypto';
import { accessSync, constants, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInside } from '../paths.ts';

/** Folders with more are no folders of tools. */
const MOST_PROGRAMS = 5000;
/** Bigger programs are told apart by size and time. */
const MOST_BYTES = 32 * 1024 * 1024;
const WINDOWS = process.platform === 'win32';
/** What the shell of Windows takes for a program by its bare name. */
const ENDINGS = /\.(exe|com|cmd|bat)$/i;

/** The programs in a folder: files by the name that starts them. */
export function folderPrograms(folder: string): ReadonlyMap<string, string> {
  return new Map([...filesIn(folder)].filter(([, file]) => isProgram(file)));
}

/** The files of a folder by the name that would start them, whether they are programs or not: quicker, for many folders. */
export function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const name of fileNames(folder)) {
    const command = commandName(name);
    if (command !== undefined && !files.has(command)) files.set(command, join(folder, name));
  }
  return files;
}

/** The program of this name in a folder; `undefined` when there is none. */
export function programIn(folder: string, name: string): string | undefined {
  if (WINDOWS) return folderPrograms(folder).get(name.toLowerCase());
  const file = join(folder, name);
  return isProgram(file) ? file : undefined;
}

/**
 * Stands for what a program is: where it leads, and the content of what lies in the workspace. What it leads to outside is not read: whoever writes in the
 * workspace cannot change it.
 */
export function fingerprint(file: string, roots: readonly string[]): string {
  try {
    const real = realpathSync(file);
    const hash = createHash('sha256').update(real);
    if (roots.some((root) => isInside(root, real))) {
      const { size, mtimeMs } = statSync(real);
      hash.update(size > MOST_BYTES ? `${size} ${mtimeMs}` : readFileSync(real));
    }
    return hash.digest('hex').slice(0, 32);
  } catch {
    return 'unreadable';
  }
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder).slice(0, MOST_PROGRAMS).sort();
  } catch {
    return [];
  }
}

function commandName(file: string): string | undefined {
  if (!WINDOWS) return file;
  return ENDINGS.test(file) ? file.replace(ENDINGS, '').toLowerCase() : undefined;
}

/** What may be started. */
export function isProgram(file: string): boolean {
  try {
    if (!statSync(file).isFile()) return false;
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
