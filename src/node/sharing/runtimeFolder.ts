import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The shortest limit of the systems for the path of a socket is 104 bytes with the zero at its end. */
const longestPath = 103;

/** Sockets younger than this (ms) are let be, and so many are looked at together. */
const oldAfter = 60_000;
const mostAtOnce = 100;

/**
 * An address for the door of one ownership: a socket in a folder of the user's own, for as long as the system runs, or a pipe on Windows.
 * The name is a hash, so it is short and says nothing of where the store is.
 */
export function doorAddress(token: string, environment: Environment): string {
  const name = createHash('sha256').update(token).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\rota-${name}`;
  const user = process.getuid?.() ?? 0;
  const runtime = environment['XDG_RUNTIME_DIR'];
  const folders = [
    ...(runtime !== undefined && isAbsolute(runtime) ? [join(runtime, 'rota')] : []),
    join(tmpdir(), `rota-${user}`),
    join('/tmp', `rota-${user}`),
  ];
  const problems: string[] = [];
  for (const folder of new Set(folders)) {
    const address = join(folder, name);
    const problem = Buffer.byteLength(address) > longestPath ? l10n.t('its path is too long') : problemWith(folder, user);
    if (problem === undefined) return address;
    problems.push(`${folder}: ${problem}`);
  }
  throw new UserError(
    'unavailable',
    l10n.t('There is no folder for the socket through which other windows reach this board ({0}).', problems.join('; ')),
  );
}

/** Makes the folder if it is missing. It must be real, ours, and closed to everybody else. */
function problemWith(folder: string, user: number): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) return l10n.t('it is not a plain folder');
    if (stats.uid !== user) return l10n.t('it belongs to another user');
    return (stats.mode & 0o077) === 0 ? undefined : l10n.t('others can use it; run: chmod 700 {0}', folder);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** Removes sockets beside this one whose owners died: nobody listens at them. Only old ones: a new one may not listen yet. Never rejects. */
export async function removeDeadDoors(address: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = dirname(address);
  const names = await readdir(folder).catch(() => []);
  const others = names.filter((name) => /^[0-9a-f]{24}$/.test(name)).map((name) => join(folder, name));
  const old = others.filter(
    (path) => path !== address && Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > oldAfter,
  );
  await Promise.allSettled(old.slice(0, mostAtOnce).map(async (path) => (await isDead(path)) && rm(path, { force: true })));
}

function isDead(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
