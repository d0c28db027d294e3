import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { oneAtATime } from '../../../scripts/oneAtATime.ts';
import { packFolder } from '../../../scripts/vsix.ts';

const root = join(import.meta.dirname, '../../..');
/** All that such an extension can be made from. */
const sources = ['src/**/*.ts', 'test/support/**/*.ts', 'package-lock.json', 'scripts/vsix.ts'];

/** An extension that only tests install. */
export interface TestExtension {
  readonly name: string;
  /** Source files by the name of what is made of them; `extension` is what the editor starts. */
  readonly entryPoints: Readonly<Record<'extension', string>> & Readonly<Record<string, string>>;
  /** More of its manifest. */
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** The packed extension as the sources are now. Packed by whoever asks first; the others wait for it. */
export async function packTestExtension(extension: TestExtension): Promise<string> {
  const folder = join(root, '.tmp/testExtensions', `${extension.name}-${hashOf(extension)}`);
  const vsix = `${folder}.vsix`;
  if (existsSync(vsix)) return vsix;
  await mkdir(folder, { recursive: true });
  return oneAtATime(folder, async () => {
    if (existsSync(vsix)) return vsix;
    const unpacked = join(folder, 'extension');
    await rm(unpacked, { recursive: true, force: true });
    await bundle(extension, unpacked);
    await packFolder(unpacked, `${vsix}.unfinished`);
    await rename(`${vsix}.unfinished`, vsix);
    await rm(unpacked, { recursive: true, force: true });
    return vsix;
  });
}

async function bundle({ name, entryPoints, manifest }: TestExtension, folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    external: ['vscode'],
    logLevel: 'warning',
    entryPoints,
    banner: {
      js: 'import{createRequire as rotaRequire}from"node:module";const require=rotaRequire(import.meta.url),__dirname=import.meta.dirname;',
    },
  });
  const usual = {
    name,
    publisher: 'rota',
    version: '0.0.1',
    license: 'MIT',
    engines: { vscode: '^1.116.0' },
    type: 'module',
    main: './extension.js',
  };
  const capabilities = { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...usual, capabilities, ...manifest }));
  await writeFile(join(folder, 'README.md'), 'For tests of Rota.');
}

function hashOf(extension: TestExtension): string {
  const hash = createHash('sha256').update(JSON.stringify(extension));
  for (const file of globSync(sources, { cwd: root }).sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}
