import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { readOwner } from '../../../src/node/ownerLock.ts';
import { storePlaceAt } from '../../../src/node/storePlace.ts';
import { writeFiles } from '../tempFolder.ts';
import { DOOR_VARIABLE } from './door/doorMessages.ts';
import { TestDoors } from './door/testDoors.ts';
import type { Settings } from './editorSettings.ts';
import { killIfThere, killProcessesWith, processesWith } from './hostProcesses.ts';
import { addressOf, type EditorAccess, type ServeOptions, serveEditor, writeSettings } from './serveEditor.ts';

const TAG = 'ROTA_TEST_EDITOR';

/** What distinguishes one server from another: what it was started with and cannot change later. */
export interface ServerOptions extends Pick<ServeOptions, 'editor' | 'vsix' | 'restricted'> {
  /** Added to what the editor and all that it starts find in their environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A server that runs, as plain data: another process can find it by this. */
export interface StartedServer {
  /** Below it lies everything of this server. */
  readonly base: string;
  /** Stands in the environment of all its processes. */
  readonly tag: string;
  readonly access: EditorAccess;
}

/** Starts a server with data, extensions and a home folder of its own: nothing of the user's is read or written. */
export async function startServer({ environment: more, ...options }: ServerOptions): Promise<StartedServer> {
  const base = await mkdtemp(join(await realpath(tmpdir()), 'rota-editor-'));
  const tag = randomUUID();
  try {
    const environment = await surroundings(base, tag, more);
    await writeSettings(base, {});
    const { access } = await serveEditor({ ...options, base, environment, port: '0' });
    return { base, tag, access };
  } catch (error) {
    await endServer({ base, tag });
    throw error;
  }
}

/** Ends every process that came from a server and removes all its files. */
export async function endServer({ base, tag }: Pick<StartedServer, 'base' | 'tag'>): Promise<void> {
  killProcessesWith(`${TAG}=${tag}`);
  await rm(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** A VS Code server as the tests of one file see it: nothing of earlier tests is in it. */
export class EditorServer {
  readonly base: string;
  /** The ways into its windows. */
  readonly doors: TestDoors;
  readonly #started: StartedServer;
  readonly #settings: Settings;
  #changed: Settings = {};
  #folders = 0;

  private constructor(started: StartedServer, doors: TestDoors, settings: Settings) {
    this.base = started.base;
    this.doors = doors;
    this.#started = started;
    this.#settings = settings;
  }

  /** Makes a server that was started, perhaps for other tests, ready for a file of tests. */
  static async use(started: StartedServer, settings: Settings): Promise<EditorServer> {
    const doors = await TestDoors.listen(join(started.base, 'door'));
    const server = new EditorServer(started, doors, settings);
    await server.#clear();
    await writeSettings(started.base, settings);
    return server;
  }

  /** What to open in a browser. */
  address(folder: string | undefined): string {
    return addressOf(this.#started.access, folder);
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

  /** Changes settings of the user until `restoreSettings`; open windows follow. */
  async changeSettings(settings: Settings): Promise<void> {
    this.#changed = { ...this.#changed, ...settings };
    await writeSettings(this.base, { ...this.#settings, ...this.#changed });
  }

  /** Takes back every change of settings; names them. */
  async restoreSettings(): Promise<string[]> {
    const names = Object.keys(this.#changed);
    if (names.length === 0) return [];
    this.#changed = {};
    await writeSettings(this.base, this.#settings);
    return names;
  }

  /** The setting as it is without changes of a test. */
  settingOf(name: string): unknown {
    return this.#settings[name];
  }

  /** The processes that extensions run in, one for each open window. */
  extensionHosts(): number[] {
    return processesWith(`${TAG}=${this.#started.tag}`)
      .filter(({ command }) => command.includes('--type=extensionHost'))
      .map(({ id }) => id);
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

  /** Lets go of the server and of all that the tests left in it; the server itself goes on. */
  async close(): Promise<void> {
    this.doors.close();
    await this.#clear();
  }

  /** Ends what windows of earlier tests left behind, and removes the files that they made. */
  async #clear(): Promise<void> {
    for (const host of this.extensionHosts()) killIfThere(host);
    const made = await Promise.all(
      ['rota', 'work', 'home'].map(async (name) =>
        (await readdir(join(this.base, name)).catch(() => [])).map((entry) => join(this.base, name, entry)),
      ),
    );
    for (const path of made.flat()) await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
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
    [DOOR_VARIABLE]: join(base, 'door'),
    [TAG]: tag,
    ...more,
  };
}
