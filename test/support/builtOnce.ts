import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { oneAtATime } from '../../scripts/oneAtATime.ts';

const root = join(import.meta.dirname, '../..');

/** Something that tests need built. */
interface Built {
  /** The folder below `.tmp` for all versions of it. */
  readonly folder: string;
  /** Files that it is made from, as patterns. */
  readonly sources: readonly string[];
  /** Added to what distinguishes versions. */
  readonly options?: unknown;
  readonly suffix?: string;
  /** Makes it, a file or a folder, under this path. */
  make(path: string): Promise<void>;
}

/** Builds it unless it is there already for the sources as they are. Whoever asks first builds it; the other processes wait. */
export async function builtOnce({ folder, sources, options, suffix = '', make }: Built): Promise<string> {
  const path = join(root, '.tmp', folder, `${hashOf(sources, options)}${suffix}`);
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  return oneAtATime(dirname(path), async () => {
    if (existsSync(path)) return path;
    const unfinished = join(dirname(path), 'unfinished');
    await rm(unfinished, { recursive: true, force: true });
    await make(unfinished);
    await rename(unfinished, path);
    return path;
  });
}

function hashOf(sources: readonly string[], options: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(options ?? null));
  const files = globSync([...sources], { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}
