import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { oneAtATime } from '../../../scripts/oneAtATime.ts';

const root = join(import.meta.dirname, '../../..');
const manifest = {
  name: 'rota-tool-host', publisher: 'rota', version: '0.0.1', license: 'MIT', engines: { vscode: '^1.116.0' }, type: 'module', main: './extension.js',
  activationEvents: ['onStartupFinished'], capabilities: { untrustedWorkspaces: { supported: true } },
};

/** The packed extension of the tool host, made anew from the sources as they are. */
export async function builtToolHost(): Promise<string> {
  const folder = join(root, '.tmp', `toolHost-${process.pid}`);
  const vsix = `${folder}.vsix`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return oneAtATime(folder, async () => {
    await build({
      absWorkingDir: root, outdir: folder, bundle: true, platform: 'node', target: 'node22', format: 'esm', splitting: true, external: ['vscode'], logLevel: 'warning',
      entryPoints: { extension: 'test/support/toolHost/extension.ts', searchWorker: 'src/node/workArea/searchWorker.ts' },
      banner: { js: 'import{createRequire as rotaRequire}from"node:module";const require=rotaRequire(import.meta.url),__dirname=import.meta.dirname;' },
    });
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'LICENSE'), 'MIT');
    await writeFile(join(folder, 'README.md'), 'For tests of Rota.');
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--out', vsix], { cwd: folder });
    await rm(folder, { recursive: true, force: true });
    return vsix;
  });
}
