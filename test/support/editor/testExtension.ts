import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packFolder } from '../../../scripts/vsix.ts';
import { builtOnce } from '../builtOnce.ts';

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

/** The packed extension as the sources are now. */
export function packTestExtension(extension: TestExtension): Promise<string> {
  return builtOnce({
    folder: `testExtensions/${extension.name}`,
    sources,
    options: extension,
    suffix: '.vsix',
    make: async (path) => {
      const unpacked = `${path}-extension`;
      await rm(unpacked, { recursive: true, force: true });
      await bundle(extension, unpacked);
      await packFolder(unpacked, path);
      await rm(unpacked, { recursive: true, force: true });
    },
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
