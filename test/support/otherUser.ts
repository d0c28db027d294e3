import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, chownSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtCommandLine } from './builtCommandLine.ts';
import type { Ended } from './rotaProcess.ts';
import { tempFolder, type Cleanup } from './tempFolder.ts';

/** Why no process can be started as another user here; false where one can. */
export const noOtherUser =
  process.getuid?.() === 0 && canOthersRead(import.meta.dirname) ? false : 'needs root, and sources that other users can read';

/** Users of this machine by number, most of whom it does not know. */
export interface Users {
  /** Belongs to root and can be written by everybody. */
  readonly folder: string;
  /** Carries out `rota` in that folder as this user, with a home of theirs and no name in the environment. */
  rota(user: number, args: readonly string[], environment?: Record<string, string>): Promise<Ended>;
  homeOf(user: number): string;
}

export async function createUsers(t: Cleanup): Promise<Users> {
  const [base, main] = [await tempFolder(t), await builtCommandLine()];
  chmodSync(base, 0o755);
  const folder = join(base, 'work');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const homeOf = (user: number): string => {
    const home = join(base, `home-${user}`);
    mkdirSync(home, { recursive: true });
    return home;
  };
  const rota = async (user: number, args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> => {
    chownSync(homeOf(user), user, user);
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      uid: user,
      gid: user,
      env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: homeOf(user), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await once(child, 'close');
    return { code: child.exitCode, stdout, stderr };
  };
  return { folder, rota, homeOf };
}

function canOthersRead(folder: string): boolean {
  try {
    process.seteuid?.(54321);
    accessSync(folder);
    return true;
  } catch {
    return false;
  } finally {
    process.seteuid?.(0);
  }
}
