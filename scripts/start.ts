import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtExtension } from '../test/support/editor/builtExtension.ts';
import { editorVersion, installEditor } from '../test/support/editor/installEditor.ts';
import { addressOf, serveEditor, writeSettings } from '../test/support/editor/serveEditor.ts';
import { bundleExtension } from './bundle.ts';

// `npm start`: builds Rota and opens the example workspace in VS Code.
const root = join(import.meta.dirname, '..');
const base = join(root, '.tmp/start');
const workspace = join(base, 'plain-words');
const oldest = 116;

const { values } = parseArgs({ options: { browser: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false } } });
const obstacle = values.browser ? 'You asked for the browser.' : desktopObstacle();
if (values.fresh) await rm(base, { recursive: true, force: true });
await makeWorkspace();
console.log('Building Rota ...');
process.exitCode = obstacle === undefined ? await openDesktop() : await openBrowserEditor(obstacle, await builtExtension());

/** A copy, so that this repository stays as it is. It is kept until `--fresh`, with the cards that were made in it. */
async function makeWorkspace(): Promise<void> {
  const kept = existsSync(workspace);
  if (!kept) {
    await mkdir(base, { recursive: true });
    await cp(join(root, 'examples/workspace'), workspace, { recursive: true });
    // A repository of its own: Rota looks for a board up to the root of the repository, and that would be this one.
    spawnSync('git', ['init', '--quiet', workspace]);
  }
  console.log(`Workspace: ${workspace}, ${kept ? 'as you left it (npm start -- --fresh begins anew)' : 'a copy of examples/workspace'}.`);
}

/** Why the desktop editor cannot be used here; `undefined` if it can. */
function desktopObstacle(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI } = process.env;
  if (VSCODE_IPC_HOOK_CLI) return 'This terminal belongs to a remote window of VS Code, which cannot load an extension from a folder.';
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'There is no screen for a desktop editor.';
  const { status, stdout, error } = spawnSync('code', ['--version'], {
    encoding: 'utf8',
    timeout: 20_000,
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) return 'The command "code" of VS Code is not there, or does not work.';
  const version = stdout.split('\n', 1)[0] ?? '';
  const minor = Number(/^1\.(\d+)\./.exec(version)?.[1]);
  return minor >= oldest ? undefined : `VS Code ${version} is older than 1.${oldest}, which Rota needs.`;
}

async function openDesktop(): Promise<number> {
  await bundleExtension(root);
  const { status } = spawnSync('code', ['--new-window', `--extensionDevelopmentPath=${root}`, workspace], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.error('VS Code did not start: see above. "npm start -- --browser" opens the editor in a browser instead.');
  else
    console.log('VS Code opens with Rota in a window of its own. Look for the Rota icon in the activity bar, or press F1 and type "Rota".');
  return status ?? 1;
}

/** Serves the editor on this machine until Ctrl+C; answers the exit code. */
async function openBrowserEditor(reason: string, vsix: string): Promise<number> {
  console.log(`${reason} So VS Code is served for your browser, by this machine and for it alone.`);
  const editor = await installEditor(editorVersion(), (line) => console.log(line));
  if (!existsSync(join(base, 'data/User/settings.json'))) {
    await writeSettings(base, {
      'files.autoSave': 'off',
      'workbench.startupEditor': 'none',
      'workbench.secondarySideBar.defaultVisibility': 'hidden',
      'telemetry.telemetryLevel': 'off',
    });
  }
  // Commands that cards run find this Node, whichever is installed on the machine.
  const environment = {
    ...process.env,
    ROTA_DATA_DIR: join(base, 'rota'),
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  };
  const { child, access } = await serveEditor({ editor, base, environment, port: '41730-41760', vsix: [vsix], restricted: false });
  const url = addressOf(access, workspace);
  console.log(`\nOpen ${url}\nThen look for the Rota icon in the activity bar, or press F1 and type "Rota". Ctrl+C here ends it.`);
  openUrl(url);
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked = true;
      child.kill('SIGTERM');
    });
  }
  child.ref();
  const code = await new Promise<number>((resolve) => child.on('exit', (ended) => resolve(ended ?? 1)));
  console.log(
    asked
      ? '\nThe editor has ended. The workspace is kept.'
      : `The editor's server ended by itself with code ${code}; its log is in ${join(base, 'data/logs')}.`,
  );
  return asked ? 0 : code;
}

/** Whether a browser opens is no business of ours: the address is printed. */
function openUrl(url: string): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
    linux: ['xdg-open'],
  };
  const opener = openers[process.platform];
  if (!opener || (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened: open the address yourself.'));
  child.unref();
}
