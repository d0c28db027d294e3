import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleExtension } from '../../../scripts/bundle.ts';
import { oneAtATime } from '../../../scripts/oneAtATime.ts';
import { createVsix } from '../../../scripts/vsix.ts';

const root = join(import.meta.dirname, '../../..');
/** All that a package is made from. */
const sources = [
  'src/**/*.ts',
  'webview-ui/**/*',
  'media/**/*',
  'examples/first-card/**/*',
  'scripts/{bundle,vsix,thirdPartyNotices}.ts',
  '.vscodeignore',
  '*.{json,md}',
  'LICENSE',
];

/** The packed extension as the sources are now. Built by whoever asks first; the others wait for it. */
export async function builtExtension(): Promise<string> {
  const folder = join(root, '.tmp/vsix');
  const vsix = join(folder, `rota-${hashOfSources()}.vsix`);
  if (existsSync(vsix)) return vsix;
  await mkdir(folder, { recursive: true });
  return oneAtATime(folder, async () => {
    if (existsSync(vsix)) return vsix;
    await bundleExtension(root);
    await createVsix(root, `${vsix}.unfinished`);
    await rename(`${vsix}.unfinished`, vsix);
    return vsix;
  });
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
