import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { readOwner } from '../../../src/node/ownerLock.ts';
import { storePlaceAt } from '../../../src/node/storePlace.ts';
import { writeFiles } from '../tempFolder.ts';
import type { Settings } from './editorSettings.ts';
import { killIfThere, killProcessesWith, processesWith } from './hostProcesses.ts';
import { serveEditor, writeSettings, type ServedEditor, type ServeOptions } from './serveEditor.ts';

const TAG = 'ROTA_TEST_EDITOR';

interface ServerOptions extends Pick<ServeOptions, 'editor' | 'vsix' | 'restricted'> {
  readonly settings: Settings;
  /** Added to what the editor and all that it starts find in their environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A VS Code server with data, extensions and a home folder of its own: nothing of the user's is read or written. */
export class EditorServer {
  /** Below it lies everything of this server. */
  readonly base: string;
  readonly #served: ServedEditor;
  readonly #tag: string;
  #settings: Settings;
  #folders = 0;

  private constructor(base: string, tag: string, served: ServedEditor, settings: Settings) {
    this.base = base;
    this.#tag = tag;
    this.#served = served;
    this.#settings = settings;
  }

  static async start({ settings, environment: more, ...options }: ServerOptions): Promise<EditorServer> {
    const base = await mkdtemp(join(await realpath(tmpdir()), 'rota-editor-'));
    const tag = randomUUID();
    try {
      const environment = await surroundings(base, tag, more);
      await writeSettings(base, settings);
      return new EditorServer(base, tag, await serveEditor({ ...options, base, environment, port: '0' }), settings);
    } catch (error) {
      await clear(base, tag);
      throw error;
    }
  }

  /** What to open in a browser. */
  address(folder: string | undefined): string {
    return this.#served.address(folder);
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
    this.#settings = { ...this.#settings, ...settings };
    await writeSettings(this.base, this.#settings);
  }

  /** The processes that extensions run in, one for each open window. */
  extensionHosts(): number[] {
    return processesWith(`${TAG}=${this.#tag}`)
      .filter(({ command }) => command.includes('--type=extensionHost'))
      .map(({ id }) => id);
  }

  /** Ends every process that came from here and removes all files. */
  async close(): Promise<void> {
    this.#served.child.kill('SIGKILL');
    await clear(this.base, this.#tag);
  }

  /** Ends the extension hosts as a crash would: nothing is saved, nobody is told. */
  killExtensionHosts(): number[] {
    const hosts = this.extensionHosts();
    if (hosts.length === 0) throw new Error('no extension host was found');
    hosts.forEach(killIfThere);
    return hosts;
  }

  /** Which extension host owns the store of a workspace; `undefined` when another process does, or none. */
  findOwner(folder: string): number | undefined {
    const owner = readOwner(storePlaceAt(folder).folder)?.pid;
    return this.extensionHosts().find((id) => id === owner);
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
