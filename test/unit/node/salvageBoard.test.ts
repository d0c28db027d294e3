import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { encodeFrame, scanJournal } from '../../../src/core/store/journalFrame.ts';
import { enterGeneration, prepareJournal, prepareSnapshot } from '../../../src/core/store/checkpoint.ts';
import { nodeStoreFiles } from '../../../src/node/nodeStoreFiles.ts';
import { Backups } from '../../../src/node/backups.ts';
import { readStoreId } from '../../../src/node/knownStores.ts';
import { lockName } from '../../../src/node/lockName.ts';
import { machineIdentity } from '../../../src/node/processIdentity.ts';
import { salvageBoard, type Salvage } from '../../../src/node/salvageBoard.ts';
import { findStorePlace } from '../../../src/node/storePlace.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { testSeal } from '../../support/testSeal.ts';
import { by, person } from '../../support/storeScenario.ts';
import { dataFiles, unseal } from '../../support/unsealedFiles.ts';

type Read = Extract<Salvage, { kind: 'read' }>;

/** A closed board with cards from 1 on, and its files as they were while it was open: with so many changes in the journal. */
async function boardOf(context: TestContext, cards: number): Promise<{ fixture: LocalStoreFixture; open: ReadonlyMap<string, Buffer> }> {
  const fixture = await LocalStoreFixture.make(context);
  const store = await fixture.open();
  for (let number = 1; number <= cards; number++) await store.createTask({ title: `Card ${number}` }, 'test', by(person));
  const open = filesOf(fixture.folder);
  await store.close();
  return { fixture, open };
}

function filesOf(folder: string): Map<string, Buffer> {
  return new Map(dataFiles(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

function put(folder: string, files: ReadonlyMap<string, Buffer>): void {
  for (const name of dataFiles(folder)) rmSync(join(folder, name));
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}

async function salvage({ workspace, dataFolder, notices }: LocalStoreFixture, dryRun = false): Promise<Read> {
  const notify = (message: string): void => void notices.push(message);
  const done = await salvageBoard(findStorePlace(workspace), { dataFolder, dryRun, notify });
  assert.ok(done.kind === 'read');
  return done;
}

async function titlesOf(fixture: LocalStoreFixture): Promise<string[]> {
  const store = await fixture.open(false);
  const { items } = await store.listTasks({ order: 'number', limit: 1000 });
  await store.close();
  return items.map(({ title }) => title);
}

const titles = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => `Card ${from + index}`);

/** Flips a bit of a file; answers what the folder holds then. */
function flip(folder: string, name: string, at: number): Map<string, Buffer> {
  const bytes = readFileSync(join(folder, name));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(join(folder, name), bytes);
  return filesOf(folder);
}

const find = (files: ReadonlyMap<string, Buffer>, end: string): string => [...files.keys()].find((name) => name.endsWith(end)) ?? '';

describe('Salvage of a board', () => {
  it('only reports when it is asked to, then brings over what it said and keeps the damaged files as they were', async (context) => {
    const { fixture } = await boardOf(context, 12);
    const damaged = flip(fixture.folder, find(filesOf(fixture.folder), '.db'), 90_000);
    await assert.rejects(fixture.open(false), { code: 'damaged', message: /rota backup list.*rota salvage/ });
    const said = await salvage(fixture, true);
    assert.deepEqual([said.report.cards.brought, said.keptIn, filesOf(fixture.folder)], [12, undefined, damaged]);
    const { report, keptIn = '' } = await salvage(fixture);
    assert.deepEqual({ ...report, highestNumber: 0 }, { ...said.report, highestNumber: 0 });
    assert.deepEqual(filesOf(keptIn), damaged);
    assert.deepEqual(await titlesOf(fixture), titles(1, 12));
    await assert.rejects(salvage(fixture), { code: 'refused', message: /can be opened/ });
  });

  it('repeats the changes of a journal up to a hole, and says which are lost', async (context) => {
    const { fixture, open } = await boardOf(context, 9);
    put(fixture.folder, open);
    const journal = find(open, '.tsj');
    const { frames } = scanJournal(open.get(journal) ?? Buffer.alloc(0));
    const hole = frames.at(-4);
    const damaged = flip(fixture.folder, journal, (hole?.start ?? 0) + 80);
    await assert.rejects(fixture.open(false), { code: 'damaged' });
    const { report, keptIn = '' } = await salvage(fixture);
    assert.ok(
      report.unread.some((sentence) => sentence.includes(`changes ${hole?.seq} to`) && sentence.includes(journal)),
      report.unread.join(),
    );
    assert.deepEqual(await titlesOf(fixture), titles(1, 5));
    assert.deepEqual(filesOf(keptIn), damaged);
  });

  it('repeats no change that somebody else wrote behind its own', async (context) => {
    const { fixture } = await boardOf(context, 3);
    const path = join(fixture.folder, find(filesOf(fixture.folder), '.tsj'));
    const bytes = readFileSync(path);
    const { end, head } = scanJournal(bytes);
    const [chain, acked] = [testSeal().begin(), head?.acked ?? 0];
    chain.add(bytes.subarray(0, end));
    const body = new TextEncoder().encode('[["DELETE FROM tasks",[]]]');
    writeFileSync(path, Buffer.concat([bytes.subarray(0, end), encodeFrame(chain, { seq: acked + 1, acked, body })]));
    await assert.rejects(fixture.open(false), { code: 'damaged' });
    const { report } = await salvage(fixture);
    assert.ok(
      report.unread.some((sentence) => sentence.includes('not written by Rota')),
      report.unread.join(),
    );
    assert.deepEqual([report.changes.repeated, await titlesOf(fixture)], [0, titles(1, 3)]);
  });

  it('reads the snapshot when the journal beside it is cut within its first record', async (context) => {
    const { fixture } = await boardOf(context, 4);
    const journal = find(filesOf(fixture.folder), '.tsj');
    truncateSync(join(fixture.folder, journal), 60);
    const { report } = await salvage(fixture);
    assert.ok(
      report.unread.some((sentence) => sentence.includes(journal)),
      report.unread.join(),
    );
    assert.deepEqual(await titlesOf(fixture), titles(1, 4));
  });

  it('goes from the previous generation through its journal where the newest snapshot is missing: nothing is lost', async (context) => {
    const { fixture, open } = await boardOf(context, 7);
    const newest = filesOf(fixture.folder);
    for (const [name, bytes] of open) writeFileSync(join(fixture.folder, name), bytes);
    rmSync(join(fixture.folder, find(newest, '.db')));
    await assert.rejects(fixture.open(false), { code: 'damaged', message: /missing/ });
    const { report } = await salvage(fixture);
    assert.deepEqual([report.isProven, report.cards.unreadable, report.files.length], [true, [], 3]);
    assert.ok(report.unread.some((sentence) => sentence.includes(find(newest, '.db'))));
    assert.deepEqual(await titlesOf(fixture), titles(1, 7));
  });

  it('reads an image that was written damaged, which nothing but SQLite notices', async (context) => {
    const { fixture } = await boardOf(context, 3);
    const { folder } = fixture;
    const { seal } = fixture.proof(readStoreId(folder) ?? '');
    const image = readFileSync(join(folder, find(filesOf(folder), '.db')));
    // In the text of a table, as SQLite keeps it.
    for (let at = image.indexOf('CREATE TABLE meta('); at >= 0; at = image.indexOf('CREATE TABLE meta(')) image.fill('(', at, at + 12);
    const target = { files: nodeStoreFiles, folder, seal };
    const snapshot = prepareSnapshot(target, 5_000_000, image);
    enterGeneration(target, prepareJournal(target, { generation: 5_000_000, snapshot }, 50)).close();
    await assert.rejects(fixture.open(false), {
      code: 'damaged',
      message: /snap-5000000\.db: it is no database that can be read.*rota salvage/,
    });
    const { report } = await salvage(fixture);
    assert.deepEqual([report.cards.brought, report.cards.unreadable, report.files[0]], [3, [], 'snap-5000000.db']);
    assert.deepEqual(await titlesOf(fixture), titles(1, 3));
  });

  it('reads a board from before there were seals, by the id in its image', async (context) => {
    const { fixture, open } = await boardOf(context, 4);
    const { folder, dataFolder } = fixture;
    put(folder, open);
    unseal(folder);
    const stores = join(dataFolder, 'stores');
    writeFileSync(join(stores, readdirSync(stores)[0] ?? ''), `${folder}\n`, { mode: 0o600 });
    const journal = find(filesOf(folder), '.tsj');
    const { frames } = scanJournal(filesOf(folder).get(journal) ?? Buffer.alloc(0));
    flip(folder, journal, (frames.at(-3)?.start ?? 0) + 40);
    await assert.rejects(fixture.open(false), { code: 'damaged' });
    assert.equal((await salvage(fixture)).report.isProven, true);
    assert.deepEqual(await titlesOf(fixture), titles(1, 1));
  });

  it('takes a board whose store.json is damaged, when its files prove whose they are', async (context) => {
    const { fixture } = await boardOf(context, 3);
    writeFileSync(join(fixture.folder, 'store.json'), '{"store":');
    await assert.rejects(fixture.open(false), { code: 'refused' });
    const { report } = await salvage(fixture);
    assert.deepEqual([report.isProven, report.cards.brought], [true, 3]);
    assert.deepEqual(await titlesOf(fixture), titles(1, 3));
  });

  it('gives no number again, also where the store does not say any more which it gave last', async (context) => {
    const { fixture } = await boardOf(context, 5);
    const store = await fixture.open(false);
    await store.deleteTask(5, by(person));
    await store.close();
    const name = find(filesOf(fixture.folder), '.db');
    const bytes = readFileSync(join(fixture.folder, name));
    bytes.fill(0, 4096, 8192); // the first table that was made: what the store counts by
    writeFileSync(join(fixture.folder, name), bytes);
    const { report } = await salvage(fixture);
    assert.deepEqual(report.highestNumber, { number: 105, isGuess: true });
    const again = await fixture.open(false);
    assert.equal((await again.createTask({ title: 'next' }, 'test', by(person))).number, 106);
    assert.deepEqual(
      (await again.listDeletedTasks()).map(({ number }) => number),
      [5],
    );
    await again.close();
  });

  it('keeps logs of runs and files of cards, and names copies and folders that have more cards', async (context) => {
    const { fixture } = await boardOf(context, 3);
    const { folder, dataFolder, workspace } = fixture;
    mkdirSync(join(folder, 'runs'), { recursive: true });
    writeFileSync(join(folder, 'runs', 'x.log'), 'a log');
    const image = readFileSync(join(folder, find(filesOf(folder), '.db')));
    cpSync(folder, join(workspace, 'copy'), { recursive: true });
    const backups = new Backups({ dataFolder, storeId: readStoreId(folder) ?? '', root: workspace });
    backups.write(image, 'asked', { cards: 3, number: 3, revision: 3 });
    renameSync(join(workspace, 'copy'), join(folder, 'set-aside-1'));
    const store = await fixture.open(false);
    for (const number of [1, 2]) await store.deleteTask(number, by(person));
    await store.close();
    flip(folder, find(filesOf(folder), '.db'), 90_000);
    const { report, better } = await salvage(fixture);
    assert.deepEqual([report.cards.brought, better[0]?.cards], [1, 3]);
    assert.deepEqual(report.aside, [{ folder: join(folder, 'set-aside-1'), cards: 3 }]);
    assert.equal(readFileSync(join(folder, 'runs', 'x.log'), 'utf8'), 'a log');
  });

  it('ends what was cut short between its last two steps', async (context) => {
    const { fixture } = await boardOf(context, 2);
    flip(fixture.folder, find(filesOf(fixture.folder), '.db'), 90_000);
    // One that died earlier had not come so far.
    const left = `${fixture.folder}.ba9876543210`;
    cpSync(fixture.folder, left, { recursive: true });
    utimesSync(left, 1, 1);
    await salvage(fixture);
    assert.equal(existsSync(left), false);
    renameSync(fixture.folder, `${fixture.folder}.0123456789ab`);
    const { workspace, dataFolder } = fixture;
    const place = findStorePlace(workspace);
    const request = { dataFolder, notify: () => undefined };
    assert.deepEqual(await salvageBoard(place, { ...request, dryRun: false }), { kind: 'finished' });
    assert.deepEqual(await titlesOf(fixture), titles(1, 2));
    // Whoever opens the board ends it as well.
    renameSync(fixture.folder, `${fixture.folder}.0123456789ab`);
    await assert.rejects(salvageBoard(place, { ...request, dryRun: true }), { code: 'refused', message: /can be opened/ });
  });

  it('changes nothing where nothing can be read, where somebody has the board, or where this machine knows none', async (context) => {
    const { fixture } = await boardOf(context, 2);
    const { folder, workspace } = fixture;
    flip(folder, find(filesOf(folder), '.db'), 90_000);
    const owner = { pid: process.ppid, start: null, machine: machineIdentity(), host: hostname(), since: Date.now(), door: null };
    writeFileSync(join(folder, lockName), JSON.stringify({ token: 'a'.repeat(64), ...owner }));
    await assert.rejects(salvage(fixture), { code: 'unavailable' });
    rmSync(join(folder, lockName));
    for (const name of dataFiles(folder)) writeFileSync(join(folder, name), 'nothing of it is left');
    const before = readdirSync(folder);
    await assert.rejects(salvage(fixture), { code: 'damaged', message: /Nothing of the board .* can be read.*no backup/ });
    assert.deepEqual(readdirSync(folder), before);
    const other = await LocalStoreFixture.make(context);
    cpSync(join(workspace, '.rota'), join(other.workspace, '.rota'), { recursive: true });
    await assert.rejects(salvage(other), { code: 'not-found', message: /rota import/ });
    assert.equal(existsSync(join(other.folder, 'snap-1.db')), existsSync(join(folder, 'snap-1.db')));
  });
});
