import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { oneAtATime } from '../../../scripts/oneAtATime.ts';

const execute = promisify(execFile);
const cache = join(import.meta.dirname, '../../../.vscode-test');
/** Version 4.139.1 is VS Code 1.139.1. */
const usualVersion = '4.139.1';
/** Milliseconds for each step of the installation. */
const patience = 8 * 60_000;
/** The native parts that the server needs. Others want libraries of the system and are not used here. */
const nativeParts = ['@vscode/spdlog', 'node-pty', '@vscode/native-watchdog', '@parcel/watcher', '@vscode/deviceid'];

/** The version that tests run in: `ROTA_EDITOR_VERSION`, a version of the npm package `code-server`, or the usual one. */
export function editorVersion(): string {
  return process.env['ROTA_EDITOR_VERSION'] || usualVersion;
}

/** A whole VS Code server with its built-in extensions, and the Node that it is made for. */
export interface InstalledEditor {
  readonly folder: string;
  readonly node: string;
}

/**
 * The first call for a version fetches it from the npm registry and builds its native parts, which takes a minute; `say` hears of it. The editor is
 * complete or it is not there: it is made beside and renamed.
 */
export async function installEditor(version: string, say: (line: string) => void): Promise<InstalledEditor> {
  const home = await installOnce(`code-server-${version}`, async (unfinished) => {
    say(
      `Fetching VS Code ${version.replace(/^4/, '1')} (npm package code-server ${version}) into .vscode-test; this happens once and takes a minute ...`,
    );
    await fetchServer(version, unfinished);
    return join(unfinished, 'package');
  });
  const { engines } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { engines: { node: string } };
  return { folder: join(home, 'lib/vscode'), node: await installNode(engines.node) };
}

/** Older editors hang under a newer Node: the one that they are made for comes from the npm registry too. */
async function installNode(major: string): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const home = await installOnce(`node-${major}`, async (unfinished) => {
    await npm(unfinished, 'install', `node@${major}`, '--no-audit', '--no-fund', '--loglevel=error', '--prefix', unfinished);
    return unfinished;
  });
  return join(home, 'node_modules/node/bin/node');
}

/** The folder of this name, which `fetch` makes in a folder for the purpose if it is not there yet. Only one process does it. */
async function installOnce(name: string, fetch: (unfinished: string) => Promise<string>): Promise<string> {
  const home = join(cache, name);
  if (existsSync(home)) return home;
  await mkdir(cache, { recursive: true });
  return oneAtATime(join(cache, `installing-${name}`), async () => {
    if (existsSync(home)) return home;
    const unfinished = join(cache, `unfinished-${name}`);
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    await rename(await fetch(unfinished), home);
    await rm(unfinished, { recursive: true, force: true });
    return home;
  });
}

async function fetchServer(version: string, folder: string): Promise<void> {
  await npm(folder, 'pack', `code-server@${version}`);
  await run('tar', ['-xzf', `code-server-${version}.tgz`], folder);
  const server = join(folder, 'package/lib/vscode');
  const install = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(server, ...install);
  await npm(server, 'rebuild', ...nativeParts.filter((name) => existsSync(join(server, 'node_modules', name))));
  // TypeScript itself, which the language features run: without it there are no problems and no symbols.
  await npm(join(server, 'extensions'), ...install);
}

async function npm(folder: string, ...args: string[]): Promise<void> {
  await run('npm', args, folder);
}

/** What it starts finds this Node first: native parts are built for the one that runs them. */
async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  await execute(command, args, {
    cwd,
    env: { ...process.env, PATH: path },
    maxBuffer: 2 ** 26,
    timeout: patience,
    shell: process.platform === 'win32',
  });
}
