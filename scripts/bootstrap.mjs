// @ts-check
// Runs a TypeScript file of this repository under the pinned Node, after installing what is missing.
// Plain JavaScript without dependencies: it must work with Node 20 in a clone that has no node_modules yet.
// Usage: node scripts/bootstrap.mjs scripts/check.ts [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, env, execPath, exit, platform, stderr, stdin, stdout, versions } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Compiled sources: a command of ours starts in half the time. Beside the dependencies, because who can write there can change the code anyway. */
const compiled = join(root, 'node_modules/.cache/rota');
const pinnedNode = join(root, 'node_modules/node/bin', platform === 'win32' ? 'node.exe' : 'node');

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const [script, ...args] = argv.slice(2);
  if (script === undefined) throw new Error('usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENTS]');
  await runPinned(script, args);
}

/**
 * Runs `script` (relative to the repository) with the pinned Node and ends this process with its exit code.
 * @param {string} script
 * @param {string[]} args
 */
export async function runPinned(script, args) {
  installMissing();
  const path = join(root, script);
  // npm puts node_modules/.bin first on the PATH, so most of the time this already is the pinned Node: no second process.
  if (versions.node === pinnedVersion()) {
    argv.splice(1, argv.length - 1, path, ...args);
    nodeModule.enableCompileCache(compiled);
    await import(pathToFileURL(path).href);
    return;
  }
  exit(await runChild(path, args));
}

/** Installs unless node_modules holds exactly what package-lock.json asks for. */
function installMissing() {
  if (isInstalled()) return;
  stderr.write('Installing dependencies (npm ci); this happens once per change of package-lock.json ...\n');
  const npm = env['npm_execpath'];
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund', '--include=dev', '--ignore-scripts=false'];
  // stdout belongs to the command that was asked for; npm says there only how much it added.
  const stdio = /** @type {import('node:child_process').StdioOptions} */ (['ignore', 'ignore', 'inherit']);
  const result = npm?.endsWith('.js')
    ? spawnSync(execPath, [npm, ...args], { cwd: root, stdio })
    : spawnSync('npm', args, { cwd: root, stdio, shell: platform === 'win32' });
  if (result.status === 0 && isInstalled()) return;
  stderr.write('The dependencies could not be installed. Read the messages above, then run "npm ci" in this folder.\n');
  exit(result.status || 1);
}

/** npm keeps its own record of what it installed; an interrupted install leaves none. */
function isInstalled() {
  if (!existsSync(pinnedNode)) return false;
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return {};
  }
}

function pinnedVersion() {
  return readPackages('package-lock.json')['node_modules/node']?.version;
}

/**
 * @param {string} path
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function runChild(path, args) {
  return new Promise((done, fail) => {
    const child = spawn(pinnedNode, [path, ...args], { stdio: 'inherit', env: { ...env, NODE_COMPILE_CACHE: compiled } });
    // Ctrl+C in a terminal reaches the child without us; passing it on would count as pressing it twice.
    const inTerminal = stdin.isTTY || stdout.isTTY || stderr.isTTY;
    process.on('SIGINT', () => void (inTerminal || child.kill('SIGINT')));
    process.on('SIGTERM', () => void child.kill('SIGTERM'));
    process.on('SIGHUP', () => void child.kill('SIGHUP'));
    child.on('error', fail);
    child.on('close', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 1)));
  });
}
