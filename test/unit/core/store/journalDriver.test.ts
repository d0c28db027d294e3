import { alwaysHeld } from '../../../../src/core/store/holding.ts';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import type { JournalDriver } from '../../../../src/core/store/journalDriver.ts';
import { openJournalReader } from '../../../../src/core/store/journalReader.ts';
import { openJournalDriver, type OpenJournalOptions } from '../../../../src/core/store/openJournal.ts';
import type { Statement } from '../../../../src/core/store/sqlDriver.ts';
import { nodeClock } from '../../../../src/node/nodeClock.ts';
import { nodeStoreFiles } from '../../../../src/node/nodeStoreFiles.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { storeDigest } from '../../../support/storeDigest.ts';
import { testSeal } from '../../../support/testSeal.ts';
import { tempFolder } from '../../../support/tempFolder.ts';

const table: Statement = { sql: 'CREATE TABLE t(n INTEGER PRIMARY KEY, text TEXT) STRICT', params: [] };
const insert = (n: number, text = `row ${n}`): Statement => ({ sql: 'INSERT INTO t VALUES(?, ?)', params: [n, text] });
const seal = testSeal();

function open(folder: string, options: Partial<OpenJournalOptions> = {}): Promise<JournalDriver> {
  return openJournalDriver({
    files: nodeStoreFiles,
    folder,
    clock: nodeClock,
    seal,
    mayCreate: true,
    lock: alwaysHeld,
    notify: assert.fail,
    ...options,
  });
}

async function started(context: TestContext): Promise<string> {
  const folder = join(await tempFolder(context), 'store');
  const driver = await open(folder);
  await driver.commit([table]);
  await driver.close();
  return folder;
}

function texts(driver: Pick<JournalDriver, 'all'>): unknown[] {
  return driver.all('SELECT n, text FROM t ORDER BY n').map(({ n, text }) => [n, text]);
}

describe('The journaled driver', () => {
  test('holds the same after a restart, whether it was closed or not', async (context) => {
    const folder = await started(context);
    const killed = await open(folder);
    await Promise.all(Array.from({ length: 64 }, (_, n) => killed.commit([insert(n, `é ${n} "'\n\0`)])));
    await killed.commit([{ sql: 'UPDATE t SET text = text || ? WHERE n % 3 = 0', params: ['!'] }]);
    await killed.commit([{ sql: 'UPDATE t SET text = text || ? WHERE n % 3 = 0', params: ['?'] }]);
    const digest = storeDigest(killed);
    const next = await open(folder); // nobody closed the first
    assert.equal(storeDigest(next), digest);
    await next.close();
    const last = await open(folder);
    assert.equal(storeDigest(last), digest);
    await last.close();
  });

  test('refuses a failed change alone: nothing of it is in memory or on disk', async (context) => {
    const folder = await started(context);
    const driver = await open(folder);
    const results = await Promise.allSettled([
      driver.commit([insert(1)]),
      driver.commit([insert(2), insert(1)]),
      driver.commit([insert(3)]),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    const reopened = await open(folder);
    assert.deepEqual(texts(reopened), [
      [1, 'row 1'],
      [3, 'row 3'],
    ]);
    await reopened.close();
  });

  test('writes the text of a statement once', async (context) => {
    const folder = await started(context);
    const driver = await open(folder);
    for (let n = 0; n < 20; n++) await driver.commit([insert(n)]);
    const journal = readdirSync(folder).find((name) => name.endsWith('.tsj'))!;
    assert.equal(readFileSync(join(folder, journal), 'latin1').split('INSERT INTO t').length, 2);
    await driver.close();
  });

  test('acknowledges nothing and takes nothing once another process owns the store', async (context) => {
    const folder = await started(context);
    let owner = true;
    const told: string[] = [];
    const driver = await open(folder, {
      lock: { standing: () => (owner ? 'held' : 'taken'), retake: () => false },
      notify: (message) => told.push(message),
    });
    await driver.commit([insert(1)]);
    owner = false;
    await assert.rejects(driver.commit([insert(2)]), { code: 'read-only', message: /Another process took over/ });
    owner = true;
    await assert.rejects(driver.commit([insert(3)]), { code: 'read-only' });
    await assert.rejects(driver.checkpoint(), { code: 'read-only' });
    assert.equal(driver.failure?.code, 'read-only');
    assert.equal(told.length, 1);
    await driver.close();
  });

  test('lets a former owner that wakes up write into nothing that counts', async (context) => {
    const folder = await started(context);
    const told: string[] = [];
    const former = await open(folder, { notify: (message) => told.push(message) });
    await former.commit([insert(1)]);
    const owner = await open(folder);
    await owner.commit([insert(2)]);
    // Its lock would tell it; here only its files do.
    await assert.rejects(former.commit([insert(3)]), { code: 'read-only', message: /removed, moved or replaced/ });
    await assert.rejects(former.checkpoint(), { code: 'read-only' });
    assert.equal(former.wasDisplaced, true);
    assert.deepEqual(texts(former), [[1, 'row 1']], 'what was refused is not in memory either');
    assert.deepEqual(told, [], 'that files are gone is told by the standing of the store, once for everybody');
    await former.close();
    await owner.commit([insert(4)]);
    const next = await open(folder);
    assert.deepEqual(texts(next), [
      [1, 'row 1'],
      [2, 'row 2'],
      [4, 'row 4'],
    ]);
    await next.close();
  });

  test('folds a long journal into a snapshot, and an idle one after a while', async (context) => {
    const folder = join(await tempFolder(context), 'store');
    const snapshots = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.db'));
    const clock = new FakeClock();
    const driver = await open(folder, { clock, limits: { bytes: 40_000, idleBytes: 10_000 } });
    await driver.commit([table]);
    for (let n = 0; n < 100; n++) await driver.commit([insert(n, 'x'.repeat(200))]);
    assert.deepEqual(snapshots(), ['snap-0.db']);
    for (let n = 100; n < 250; n++) await driver.commit([insert(n, 'x'.repeat(200))]);
    assert.deepEqual(snapshots(), ['snap-1.db']);
    clock.advance(29_000);
    assert.deepEqual(snapshots(), ['snap-1.db']);
    clock.advance(2_000);
    assert.deepEqual(snapshots(), ['snap-2.db']);
    clock.advance(60_000);
    assert.deepEqual(snapshots(), ['snap-2.db'], 'nothing new to fold');
    await driver.close();
    const next = await open(folder, { clock });
    assert.equal(texts(next).length, 250);
    await next.close();
  });

  test('does not write the snapshot again when nothing changed', async (context) => {
    const folder = await started(context);
    const snapshot = (): number => statSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.db'))!)).ino;
    const before = snapshot();
    for (let time = 0; time < 3; time++) await (await open(folder)).close();
    assert.equal(snapshot(), before);
    assert.equal(readdirSync(folder).length, 2);
  });
});

describe('A reader beside the owner', () => {
  test('sees what was committed, writes nothing and may not write', async (context) => {
    const folder = await started(context);
    const owner = await open(folder);
    await owner.commit([insert(1)]);
    const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]);
    const reader = (await openJournalReader({ files: nodeStoreFiles, folder, seal }))!;
    assert.deepEqual(texts(reader), [[1, 'row 1']]);
    await assert.rejects(reader.commit([insert(2)]), { code: 'read-only' });
    await assert.rejects(reader.checkpoint(), { code: 'read-only' });
    await reader.close();
    assert.deepEqual(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]),
      before,
    );
    await owner.close();
  });

  test('finds whole changes while the owner commits and folds', async (context) => {
    const folder = await started(context);
    const owner = await open(folder, { limits: { bytes: 20_000 } });
    let writing = true;
    const write = async (): Promise<void> => {
      for (let n = 0; writing; n += 2) await owner.commit([insert(n, 'y'.repeat(100)), insert(n + 1, 'y'.repeat(100))]);
    };
    const written = write();
    let newest = 0;
    for (let time = 0; time < 30; time++) {
      const reader = (await openJournalReader({ files: nodeStoreFiles, folder, seal }))!;
      const count = texts(reader).length;
      assert.ok(count % 2 === 0 && count >= newest, `${count} after ${newest}`);
      newest = count;
      await reader.close();
      await new Promise(setImmediate);
    }
    writing = false;
    await written;
    await owner.close();
    assert.ok(newest > 0);
  });

  test('finds no store where there is none', async (context) => {
    const folder = await tempFolder(context);
    assert.equal(await openJournalReader({ files: nodeStoreFiles, folder, seal }), undefined);
    assert.equal(await openJournalReader({ files: nodeStoreFiles, folder: `${folder}/nowhere`, seal }), undefined);
    assert.deepEqual(readdirSync(folder), []);
  });
});
