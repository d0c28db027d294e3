import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from './editorSettings.ts';
import { eventually } from './eventually.ts';
import type { InstalledEditor } from './installEditor.ts';
import { patience } from './patience.ts';

const execute = promisify(execFile);

/** What a server is started with. */
export interface ServeOptions {
  readonly editor: InstalledEditor;
  /** Gets the editor's data, settings, logs and extensions. */
  readonly base: string;
  readonly environment: NodeJS.ProcessEnv;
  /** A port, or a range to find a free one in; 0 is any. */
  readonly port: string;
  readonly vsix: readonly string[];
  /** Whether folders that nobody trusted yet open in Restricted Mode. */
  readonly restricted: boolean;
}

/** A server that listens. */
export interface ServedEditor {
  readonly child: ChildProcess;
  readonly access: EditorAccess;
}

/** The way to a server that listens. Only who knows the token gets in: an editor is a shell. */
export interface EditorAccess {
  readonly port: string;
  readonly token: string;
}

/** What to open in a browser for a folder, or for a window without one. */
export function addressOf({ port, token }: EditorAccess, folder: string | undefined): string {
  return `http://127.0.0.1:${port}/?tkn=${token}&${folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(folder)}`}`;
}

/** Installs the extensions and starts the server; answers when it listens. The server does not keep this process from ending. */
export async function serveEditor({ editor, base, environment: env, ...options }: ServeOptions): Promise<ServedEditor> {
  const folders = ['--extensions-dir', join(base, 'extensions'), '--user-data-dir', join(base, 'data')];
  const installs = options.vsix.flatMap((vsix) => ['--install-extension', vsix]);
  const at = { cwd: editor.folder, env };
  await execute(editor.node, ['out/server-main.js', ...installs, '--force', ...folders], { ...at, timeout: patience.whole });
  const token = randomBytes(24).toString('hex');
  const tokenFile = join(base, 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const place = ['--host', '127.0.0.1', '--port', options.port, '--connection-token-file', tokenFile];
  const flags = [...place, '--accept-server-license-terms', '--telemetry-level', 'off'];
  const args = ['out/server-main.js', ...flags, ...(options.restricted ? [] : ['--disable-workspace-trust']), ...folders];
  const log = join(base, 'server.log');
  const output = openSync(log, 'w');
  const child = spawn(editor.node, args, { ...at, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  return { child, access: { port: await listening(child, log), token } };
}

/** Settings of the user and of the machine, as they are when the editor starts and each time that they change. */
export async function writeSettings(base: string, settings: Settings): Promise<void> {
  for (const place of ['data/User', 'data/Machine']) {
    await mkdir(join(base, place), { recursive: true });
    await writeFile(join(base, place, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}

/** The server's port, once it says that it listens. */
async function listening(child: ChildProcess, log: string): Promise<string> {
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  return eventually(async () => {
    const said = await readFile(log, 'utf8');
    const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
    if (port !== undefined) return { port };
    if (failure !== undefined || child.exitCode !== null) return { failure: failure ?? `it ended with ${child.exitCode}`, said };
    throw new Error(`The editor's server does not listen:\n${said}`);
  }).then(({ port, failure: reason, said }) => {
    if (port !== undefined) return port;
    throw new Error(`The editor's server could not be started: ${String(reason)}\n${said}`);
  });
}
