import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from './editorSettings.ts';
import type { InstalledEditor } from './installEditor.ts';

const execute = promisify(execFile);
/** Milliseconds until the server listens, and to install an extension. */
const patience = 120_000;

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
  /** What to open in a browser for a folder, or for a window without one. Only who knows it gets in: an editor is a shell. */
  address(folder: string | undefined): string;
}

/** Installs the extensions and starts the server; answers when it listens. */
export async function serveEditor({ editor, base, environment: env, ...options }: ServeOptions): Promise<ServedEditor> {
  const folders = ['--extensions-dir', join(base, 'extensions'), '--user-data-dir', join(base, 'data')];
  for (const vsix of options.vsix) {
    await execute(editor.node, ['out/server-main.js', '--install-extension', vsix, '--force', ...folders], {
      cwd: editor.folder,
      env,
      timeout: patience,
    });
  }
  const token = randomBytes(24).toString('hex');
  const tokenFile = join(base, 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const flags = [
    '--host',
    '127.0.0.1',
    '--port',
    options.port,
    '--connection-token-file',
    tokenFile,
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
  ];
  const args = ['out/server-main.js', ...flags, ...(options.restricted ? [] : ['--disable-workspace-trust']), ...folders];
  const child = spawn(editor.node, args, { cwd: editor.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const port = await listening(child);
  return {
    child,
    address: (folder) =>
      `http://127.0.0.1:${port}/?tkn=${token}&${folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(folder)}`}`,
  };
}

/** Settings of the user and of the machine, as they are when the editor starts and each time that they change. */
export async function writeSettings(base: string, settings: Settings): Promise<void> {
  for (const place of ['data/User', 'data/Machine']) {
    await mkdir(join(base, place), { recursive: true });
    await writeFile(join(base, place, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}

/** The server's port, once it says that it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    setTimeout(
      () => reject(new Error(`The editor's server does not listen after ${patience / 1000} seconds:\n${output}`)),
      patience,
    ).unref();
    child.on('exit', (code, signal) => reject(new Error(`The editor's server ended with ${code ?? signal}:\n${output}`)));
  });
}
