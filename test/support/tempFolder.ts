import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What `node:test` hands to a test; only its `after` is needed. */
export interface Cleanup {
  after(fn: () => Promise<void>): void;
}

/** A new empty folder with all links resolved, removed with all it holds when the test ends. */
export async function tempFolder(test: Cleanup): Promise<string> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'rota-test-'));
  test.after(async () => {
    // A test may have taken its own rights away to see a refusal.
    await chmod(folder, 0o700).catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  });
  return folder;
}

/** Writes files below a folder: keys are relative paths with `/`. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
