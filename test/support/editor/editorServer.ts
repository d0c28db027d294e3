import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { writeFiles } from '../tempFolder.ts';
import type { Settings } from './editorSettings.ts';
import { killIfThere, killProcessesWith, processesWith } from './hostProcesses.ts';

const execute = promisify(execFile);
const TAG = 'ROTA_TEST_EDITOR';

/** What a server is started with. */
export interface ServerOptions {
  /** The folder that `installEditor` answered. */
  readonly editor: string;
  readonly vsix: readonly string[];
  readonly settings: Settings;
  readonly trust: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

/** A VS Code server with data, extensions and a home folder of its own: nothing of the user's is read or written. */
export class EditorServer {
  readonly url: string;
  /** Below it lies everything of this server. */
  readonly base: string;
  readonly #child: ChildProcess;
  readonly #tag: string;
  readonly #settings: Settings;
  #folders = 0;

  private constructor(base: string, tag: string, { child, url }: { child: ChildProcess; url: string }, settings: Settings) {
    this.base = base;
    this.url = url;
    this.#tag = tag;
    this.#child = child;
    this.#settings = settings;
  }

  static async start(options: ServerOptions): Promise<EditorServer> {
    const base = await mkdtemp(join(await realpath(tmpdir()), 'rota-editor-'));
    const tag = randomUUID();
    const environment = await surroundings(base, tag, options.environment);
    const folders = ['--extensions-dir', join(base, 'extensions'), '--user-data-dir', join(base, 'data')];
    try {
      await writeSettings(base, options.settings);
      for (const vsix of options.vsix) {
        await execute(process.execPath, ['out/server-main.js', '--install-extension', vsix, ...folders], { cwd: options.editor, env: environment });
      }
      const flags = ['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off', ...(options.trust ? [] : ['--disable-workspace-trust'])];
      const args = ['out/server-main.js', '--host', '127.0.0.1', '--port', '0', ...flags, ...folders];
      const child = spawn(process.execPath, args, { cwd: options.editor, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      return new EditorServer(base, tag, { child, url: await listening(child) }, options.settings);
    } catch (error) {
      await clear(base, tag);
      throw error;
    }
  }

  get rotaData(): string {
    return join(this.base, 'rota');
  }

  get logs(): string {
    return join(this.base, 'data/logs');
  }

  /** A new workspace folder: a copy of a folder, or the files that are given. */
  async makeFolder(content: string | Readonly<Record<string, string>>): Promise<string> {
    const folder = join(this.base, 'work', `workspace${(this.#folders += 1)}`);
    await mkdir(folder, { recursive: true });
    if (typeof content === 'string') await cp(content, folder, { recursive: true });
    else await writeFiles(folder, content);
    return folder;
  }

  /** Changes settings of the user; open windows follow. */
  async changeSettings(settings: Settings): Promise<void> {
    Object.assign(this.#settings, settings);
    await writeSettings(this.base, this.#settings);
  }

  /** The processes that extensions run in, one for each open window. */
  extensionHosts(): number[] {
    return processesWith(`${TAG}=${this.#tag}`).filter(({ command }) => command.includes('--type=extensionHost')).map(({ id }) => id);
  }

  /** Ends every process that came from here and removes all files. */
  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await clear(this.base, this.#tag);
  }

  /** Ends the extension hosts as a crash would: nothing is saved, nobody is told. */
  killExtensionHosts(): number[] {
    const hosts = this.extensionHosts();
    if (hosts.length === 0) throw new Error('no extension host was found');
    hosts.forEach(killIfThere);
    return hosts;
  }
}

async function clear(base: string, tag: string): Promise<void> {
  killProcessesWith(`${TAG}=${tag}`);
  await rm(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Only what is named here reaches the editor: what a test runner tells its children would confuse the tests that a card runs. */
async function surroundings(base: string, tag: string, more: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const home = join(base, 'home');
  const runtime = join(base, 'run');
  await mkdir(home);
  await mkdir(runtime, { mode: 0o700 });
  return {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    LANG: 'C.UTF-8',
    USER: 'ada',
    HOME: home,
    SHELL: '/bin/bash',
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: runtime,
    ROTA_DATA_DIR: join(base, 'rota'),
    [TAG]: tag,
    ...more,
  };
}

async function writeSettings(base: string, settings: Settings): Promise<void> {
  for (const place of ['data/User', 'data/Machine']) {
    await mkdir(join(base, place), { recursive: true });
    await writeFile(join(base, place, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}

/** The server's own address, once it says that it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code, signal) => reject(new Error(`The editor's server ended with ${code ?? signal}:\n${output}`)));
  });
}
