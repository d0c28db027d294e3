import { spawnSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';

/** Acts while nothing can be written to a folder; answers whether this machine lets us make it so. Root needs a mount for it. */
export async function whileReadOnly(folder: string, act: () => Promise<void>): Promise<boolean> {
  const undo = process.getuid?.() === 0 ? mountReadOnly(folder) : await takeRights(folder);
  if (!undo) return false;
  try {
    await act();
  } finally {
    await undo();
  }
  return true;
}

async function takeRights(folder: string): Promise<(() => Promise<void>) | undefined> {
  if (process.platform === 'win32') return undefined;
  await chmod(folder, 0o500);
  return () => chmod(folder, 0o700);
}

function mountReadOnly(folder: string): (() => Promise<void>) | undefined {
  const run = (...args: [program: string, ...args: string[]]): boolean =>
    spawnSync(args[0], args.slice(1), { stdio: 'ignore' }).status === 0;
  if (!run('mount', '--bind', folder, folder)) return undefined;
  const undo = async (): Promise<void> => void run('umount', '--lazy', folder);
  if (run('mount', '-o', 'remount,ro,bind', folder)) return undo;
  void undo();
  return undefined;
}
