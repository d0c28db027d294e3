import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../src/core/base/errors.ts';
import { storePlaceAt } from '../../src/node/storePlace.ts';
import type { OpenedStore } from '../../src/node/workerTaskStore.ts';
import { commandLineInProcess } from '../support/builtCommandLine.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { by, person } from '../support/storeScenario.ts';
import { rounds, seededRandom } from './form.ts';
import { SmallDisk } from './smallDisk.ts';
import { clearOut, deeds, type Deed, type Site } from './vandalDeeds.ts';

const { openStore, restoreBackup } = await commandLineInProcess();
const hosts = 3;

/** A board that three hosts have open, and all that they confirmed. */
class Board {
  readonly site: Site;
  readonly dataFolder: string;
  stores: OpenedStore[] = [];
  /** Number and title of each card that somebody was told is saved. */
  readonly confirmed = new Map<number, string>();
  #last = 0;

  constructor(site: Site, dataFolder: string) {
    this.site = site;
    this.dataFolder = dataFolder;
  }

  async open(): Promise<void> {
    while (this.stores.length < hosts) {
      const options = { create: true, dataFolder: this.dataFolder, notify: (message: string) => assert.ok(message.length > 20, message) };
      this.stores.push(await openStore(storePlaceAt(this.site.workspace), options));
    }
  }

  async close(): Promise<void> {
    for (const store of this.stores.splice(0)) await store.close().catch(assertSentence);
  }

  /** Each host makes a card, at once; whoever is refused says why. */
  async write(): Promise<void> {
    await Promise.all(
      this.stores.map(async (store) => {
        const title = `card ${++this.#last}`;
        try {
          const { number } = await store.createTask({ title }, 'test', by(person));
          this.#confirm(number, title);
        } catch (error) {
          assertSentence(error);
        }
      }),
    );
  }

  /** Nothing that was confirmed may be missing, in any host. */
  async assertAll(): Promise<void> {
    for (const store of this.stores) {
      const there = new Map<number, string>();
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await store.listTasks({ order: 'number', limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
        for (const { number, title } of page.items) there.set(number, title);
        cursor = page.cursor;
      }
      for (const [number, title] of this.confirmed) assert.equal(there.get(number), title, `#${number} is not there`);
    }
  }

  /** What a person does then: puts the board back, or closes all and restores the newest copy. */
  async recover(restored: () => void): Promise<void> {
    await wait(30);
    if (await this.#isWritable()) return;
    const displaced = this.stores.find((store) => store.displaced);
    const putBack = displaced?.putBack().then(
      () => true,
      (error: unknown) => {
        assertSentence(error);
        return false;
      },
    );
    if ((await putBack) === true && (await this.#isWritable())) return;
    restored();
    if (await this.#isWritable()) return;
    await this.close();
    if (!(await this.#opens())) {
      await restoreBackup(storePlaceAt(this.site.workspace), this.dataFolder);
      await this.open();
    }
  }

  async #opens(): Promise<boolean> {
    try {
      await this.open();
      return true;
    } catch (error) {
      assertSentence(error);
      await this.close();
      return false;
    }
  }

  /** Soon enough for what mends itself; a host that says that its files are gone is waited for a moment only. */
  async #isWritable(): Promise<boolean> {
    const end = performance.now() + 2500;
    for (let gone = 0; ; await wait(50)) {
      try {
        for (const store of this.stores) {
          const title = `card ${++this.#last}`;
          this.#confirm((await store.createTask({ title }, 'test', by(person))).number, title);
        }
        return true;
      } catch (error) {
        assertSentence(error);
        if (this.stores.some(({ displaced }) => displaced)) gone += 1;
        if (gone > 4 || performance.now() > end) return false;
      }
    }
  }

  #confirm(number: number, title: string): void {
    assert.equal(this.confirmed.get(number), undefined, `#${number} was given twice`);
    this.confirmed.set(number, title);
  }
}

/** Everything that a host says is meant for people. */
function assertSentence(error: unknown): void {
  assert.ok(error instanceof Error && error.name === UserError.name, `no sentence for people: ${String(error)}`);
  assert.match(error.message, /^[A-Z`#/].{20,}[.)]$/s, error.message);
}

test('A vandal about an open board takes no card that was confirmed, and no number is given twice', {
  timeout: 3_600_000,
}, async (context) => {
  const seed = Number(process.env['ROTA_SEED'] ?? Date.now());
  const random = seededRandom(seed);
  const board = await liveBoard(await tempFolder(context), random);
  if (!board.site.disk) context.diagnostic('this user may mount no disk: none was filled or taken out');
  try {
    await goAbout(context, board, { seed, random });
  } finally {
    await board.close();
    board.site.disk?.destroy();
  }
});

async function goAbout(context: TestContext, board: Board, { seed, random }: { seed: number; random: () => number }): Promise<void> {
  const order =
    rounds(1, 0) === 1 ? shuffled(deeds, random) : Array.from({ length: 1000 }, () => deeds[Math.floor(random() * deeds.length)]!);
  for (const [round, deed] of order.entries()) {
    try {
      await oneRound(board, deed);
      if (round % 50 === 49) clearOut(board.site);
    } catch (error) {
      throw new Error(`seed ${seed}, round ${round}, ${deed.name}: ${error instanceof Error ? error.stack : String(error)}`, {
        cause: error,
      });
    }
  }
  await board.close();
  await board.open();
  await board.assertAll();
  context.diagnostic(`seed ${seed}: ${order.length} deeds, ${board.confirmed.size} cards confirmed and there`);
}

async function oneRound(board: Board, deed: Deed): Promise<void> {
  const { site } = board;
  await board.write();
  const writing = board.write();
  const restored = deed.act(site);
  await writing;
  await board.write();
  await board.recover(() => restored?.());
  restored?.();
  await board.assertAll();
  assert.equal(readFileSync(join(site.outside, 'precious'), 'utf8'), 'precious');
  assert.deepEqual(readdirSync(site.outside), ['precious']);
  assert.ok(!existsSync(`${site.workspace}-renamed`));
}

async function liveBoard(folder: string, random: () => number): Promise<Board> {
  const disk = SmallDisk.mount(folder);
  const parent = disk?.folder ?? folder;
  const paths = [join(parent, 'workspace'), join(parent, 'attic'), join(folder, 'strange'), join(folder, 'outside'), join(folder, 'data')];
  for (const path of paths) mkdirSync(path, { mode: 0o700 });
  const [workspace, attic, strange, outside, dataFolder] = paths as [string, string, string, string, string];
  writeFileSync(join(outside, 'precious'), 'precious');
  writeFileSync(join(workspace, 'readme.txt'), 'a file of the repository\n');
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['-c', 'user.name=v', '-c', 'user.email=v@example.invalid', 'commit', '-qm', 'first'],
  ])
    execFileSync('git', args, { cwd: workspace });
  await strangeFiles(folder, strange);
  const [rota, local] = [join(workspace, '.rota'), join(workspace, '.rota/local')];
  const site: Site = { workspace, rota, local, attic, strange, outside, random, disk };
  const board = new Board(site, dataFolder);
  await board.open();
  return board;
}

/** The data of a board that another machine made. */
async function strangeFiles(folder: string, into: string): Promise<void> {
  const [workspace, dataFolder] = [join(folder, 'theirs'), join(folder, 'their-data')];
  for (const each of [workspace, dataFolder]) mkdirSync(each, { mode: 0o700 });
  const store = await openStore(storePlaceAt(workspace), { create: true, dataFolder, notify: () => undefined });
  await store.createTask({ title: 'theirs' }, 'test', by(person));
  await store.close();
  const local = join(workspace, '.rota/local');
  for (const name of readdirSync(local).filter((each) => /^(snap|wal)-/.test(each))) copyFileSync(join(local, name), join(into, name));
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((each) => [random(), each] as const)
    .sort(([one], [other]) => one - other)
    .map(([, each]) => each);
}
