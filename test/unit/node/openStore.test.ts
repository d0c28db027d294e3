import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '../../../src/node/openStore.ts';
import { findStorePlace, storePlaceAt, type StorePlace } from '../../../src/node/storePlace.ts';
import { LocalStoreFixture, openDriver } from '../../support/localStore.ts';
import { by, person } from '../../support/storeScenario.ts';

const script = new URL('../../support/storeWriter.ts', import.meta.url).pathname;

test('nothing is written before a board is wanted', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  await assert.rejects(fixture.open(false), { code: 'not-found', message: /no board in .*workspace/ });
  assert.deepEqual([readdirSync(fixture.workspace), readdirSync(fixture.dataFolder)], [[], []]);
  const store = await fixture.open();
  await store.close();
  assert.equal(readFileSync(join(fixture.workspace, '.rota', '.gitignore'), 'utf8'), 'local/\n');
  assert.equal(statSync(fixture.folder).mode & 0o777, 0o700);
  await (await fixture.open(false)).close();
});

test('a board is found upward to the root of the repository and never past it', async (context) => {
  const { workspace } = await LocalStoreFixture.make(context);
  const [outer, repository, inner] = [workspace, join(workspace, 'repo'), join(workspace, 'repo', 'src')];
  mkdirSync(join(repository, '.git'), { recursive: true });
  mkdirSync(inner);
  mkdirSync(join(outer, '.rota', 'local'), { recursive: true });
  assert.deepEqual(findStorePlace(inner), { root: inner, location: 'workspace', folder: join(inner, '.rota', 'local'), exists: false });
  mkdirSync(join(repository, '.rota', 'local'), { recursive: true });
  assert.deepEqual(findStorePlace(inner), {
    root: repository,
    location: 'workspace',
    folder: join(repository, '.rota', 'local'),
    exists: true,
  });
  assert.throws(() => findStorePlace(join(outer, 'gone')), { code: 'not-found' });
});

test('a board of the user is found from the workspace, comes before one that lies there, and a new one is made where the person says', async (context) => {
  const { workspace, dataFolder } = await LocalStoreFixture.make(context);
  const inner = join(workspace, 'src');
  mkdirSync(join(workspace, '.git'));
  mkdirSync(inner);
  const find = (folder: string, location: 'workspace' | 'user'): StorePlace => findStorePlace(folder, { userData: dataFolder, location });
  assert.deepEqual(find(inner, 'workspace'), storePlaceAt(inner));
  const wanted = find(workspace, 'user');
  assert.deepEqual(
    [wanted.root, wanted.location, wanted.exists, dirname(wanted.folder)],
    [workspace, 'user', false, join(dataFolder, 'boards')],
  );
  assert.match(basename(wanted.folder), /^workspace-[0-9a-f]{16}$/);
  assert.notEqual(find(inner, 'user').folder, wanted.folder);
  const made = await openStore(wanted, { create: true, dataFolder, notify: () => undefined });
  await made.close();
  assert.deepEqual([statSync(wanted.folder).mode & 0o777, existsSync(join(workspace, '.rota'))], [0o700, false]);
  mkdirSync(join(workspace, '.rota', 'local'), { recursive: true });
  assert.deepEqual(find(inner, 'workspace'), { ...wanted, exists: true });
});

test('a store that is open elsewhere is reached there: both write, and both see all changes', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const owner = await fixture.open();
  const card = await owner.createTask({ title: 'one' }, 'test', by(person));
  const other = await fixture.open();
  assert.equal(other.readOnly, undefined);
  const seen: number[] = [];
  other.onDidChange(({ revision }) => seen.push(revision));
  assert.deepEqual(await other.findTask(1), card);
  const second = await other.createTask({ title: 'two' }, 'test', by(person));
  assert.deepEqual([second.number, await owner.findTask(2)], [2, second]);
  const third = await owner.createTask({ title: 'three' }, 'test', by(person));
  assert.deepEqual(await other.findTask(3), third);
  assert.deepEqual(seen, [second.revision, third.revision]);
  await other.close();
  assert.equal((await owner.createTask({ title: 'four' }, 'test', by(person))).number, 4);
  await owner.close();
  await assert.rejects(owner.listAgents(), { code: 'unavailable' });
});

test('when the owner closes, the other goes on in its place and is told to look at everything', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const [owner, other] = [await fixture.open(), await fixture.open()];
  const news = new Promise((resolve) => other.onDidChange((change) => change.news && resolve(change.news)));
  const closing = owner.close();
  const card = await other.createTask({ title: 'while it closes' }, 'test', by(person));
  await closing;
  assert.deepEqual([await other.findTask(card.number), await news], [card, 'takeover']);
  const third = await fixture.open();
  assert.deepEqual(await third.findTask(card.number), card);
  await third.close();
  await other.close();
});

test('a killed process loses nothing that was confirmed, and its store opens at once', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const writer = spawn(process.execPath, [script, fixture.workspace, fixture.dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const confirmed: number[] = [];
  for await (const chunk of writer.stdout) {
    confirmed.push(...String(chunk).split('\n').filter(Boolean).map(Number));
    if (confirmed.length > 50) writer.kill('SIGKILL');
  }
  const store = await fixture.open(false);
  assert.equal(store.readOnly, undefined);
  const { items } = await store.listTasks({ order: 'number', limit: 1000 });
  assert.deepEqual(
    items.map((card) => card.number),
    items.map((_, index) => index + 1),
  );
  assert.ok(items.length >= (confirmed.at(-1) ?? 0), 'every confirmed card is there');
  await store.close();
});

test('a store that was not made on this machine is refused and left alone', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  await (await fixture.open()).close();
  rmSync(join(fixture.dataFolder, 'stores'), { recursive: true });
  const before = readdirSync(fixture.folder);
  await assert.rejects(fixture.open(), { code: 'refused', message: /not made on this machine/ });
  assert.deepEqual(readdirSync(fixture.folder), before);
});

test('a board whose name file is damaged says so; a lost one is written again where the files prove whose they are', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  await (await fixture.open()).close();
  const name = readFileSync(join(fixture.folder, 'store.json'), 'utf8');
  writeFileSync(join(fixture.folder, 'store.json'), '{"store": "');
  await assert.rejects(fixture.open(), {
    code: 'refused',
    message: /store\.json is missing or damaged.*Put the file back.*Move .*rota import/,
  });
  rmSync(join(fixture.folder, 'store.json'));
  await (await fixture.open()).close();
  assert.equal(readFileSync(join(fixture.folder, 'store.json'), 'utf8'), name);

  const elsewhere = join(fixture.dataFolder, 'elsewhere');
  cpSync(fixture.workspace, elsewhere, { recursive: true });
  rmSync(join(elsewhere, '.rota/local/store.json'));
  await assert.rejects(fixture.open(true, elsewhere), { code: 'refused', message: /store\.json is missing or damaged/ });
});

test('links in place of the store folder are refused', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const elsewhere = join(fixture.dataFolder, 'elsewhere');
  mkdirSync(elsewhere);
  mkdirSync(join(fixture.workspace, '.rota'));
  symlinkSync(elsewhere, fixture.folder);
  await assert.rejects(fixture.open(), { code: 'refused', message: /not a plain folder/ });
  rmSync(join(fixture.workspace, '.rota'), { recursive: true });
  symlinkSync(elsewhere, join(fixture.workspace, '.rota'));
  await assert.rejects(fixture.open(), { code: 'refused' });
  assert.deepEqual(readdirSync(elsewhere), []);
});

test('a link to another board of this machine is not followed: what was allowed there must not run here', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  await (await fixture.open()).close();
  const stranger = join(fixture.workspace, 'clone');
  mkdirSync(join(stranger, '.git'), { recursive: true });
  symlinkSync('../.rota', join(stranger, '.rota'));
  await assert.rejects(fixture.open(true, stranger), { code: 'refused', message: /clone.*not a plain folder/ });
});

test('making a board writes through no link, and names a file that is in its way', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const outside = join(fixture.dataFolder, 'outside');
  mkdirSync(join(fixture.workspace, '.rota'));
  symlinkSync(outside, join(fixture.workspace, '.rota', '.gitignore'));
  await (await fixture.open()).close();
  assert.equal(existsSync(outside), false);
  const other = join(fixture.workspace, 'other');
  mkdirSync(join(other, '.git'), { recursive: true });
  writeFileSync(join(other, '.rota'), '');
  await assert.rejects(fixture.open(true, other), { code: 'refused', message: /\.rota is not a plain folder/ });
});

test('a broken store gives one clear message and stays as it is', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const store = await fixture.open();
  await store.createTask({ title: 'one' }, 'test', by(person));
  await store.close();
  const snapshot =
    readdirSync(fixture.folder)
      .filter((name) => name.endsWith('.db'))
      .sort()
      .at(-1) ?? '';
  const path = join(fixture.folder, snapshot);
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
  writeFileSync(path, bytes);
  await assert.rejects(fixture.open(), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'damaged');
    assert.ok(error.message.includes(path), error.message);
    return true;
  });
  assert.deepEqual(readFileSync(path), bytes);
  assert.equal(existsSync(join(fixture.folder, 'owner.lock')), false);
});

test('a store of a newer version opens for reading only', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const own = await fixture.open();
  await own.createTask({ title: 'kept' }, 'test', by(person));
  await own.close();
  const driver = await openDriver(fixture.folder, fixture.dataFolder);
  await driver.commit([{ sql: 'PRAGMA user_version = 99', params: [] }]);
  await driver.close();
  const before = readdirSync(fixture.folder);
  const store = await fixture.open();
  assert.deepEqual(readdirSync(fixture.folder), before, 'nothing was written or removed');
  assert.match(store.readOnly ?? '', /newer Rota \(version 99/);
  await assert.rejects(store.createTask({ title: 'x' }, 'test', by(person)), { code: 'read-only' });
  assert.deepEqual(
    (await store.listTasks({})).items.map((card) => card.title),
    ['kept'],
  );
  await store.close();
});

test("files of another store under this store's name are refused", async (context) => {
  const [one, two] = [await LocalStoreFixture.make(context), await LocalStoreFixture.make(context)];
  await (await one.open()).close();
  await (await two.open()).close();
  rmSync(one.folder, { recursive: true });
  const own = readFileSync(join(two.folder, 'store.json'));
  assert.ok(own.length > 0);
  renameSync(two.folder, one.folder);
  const [known = ''] = readdirSync(join(one.dataFolder, 'stores'));
  writeFileSync(join(one.folder, 'store.json'), JSON.stringify({ store: known }));
  await assert.rejects(one.open(), { code: 'damaged', message: /files of the board in .* are gone/ });
});
