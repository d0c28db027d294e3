import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { oneAtATime } from '../../../scripts/oneAtATime.ts';
import { packFolder } from '../../../scripts/vsix.ts';

const root = join(import.meta.dirname, '../../..');

/** An extension that only tests install. */
export interface TestExtension {
  readonly name: string;
  /** Source files by the name of what is made of them; `extension` is what the editor starts. */
  readonly entryPoints: Readonly<Record<'extension', string>> & Readonly<Record<string, string>>;
  /** More of its manifest. */
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Packs it, made anew from the sources as they are. */
export async function packTestExtension({ name, entryPoints, manifest }: TestExtension): Promise<string> {
  const folder = join(root, '.tmp', `${name}-${process.pid}`);
  const vsix = `${folder}.vsix`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return oneAtATime(folder, async () => {
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
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ ...usual, capabilities: { untrustedWorkspaces: { supported: true } }, ...manifest }),
    );
    await writeFile(join(folder, 'README.md'), 'For tests of Rota.');
    await packFolder(folder, vsix);
    await rm(folder, { recursive: true, force: true });
    return vsix;
  });
}
