import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { decodeHead, encodeHead } from '../../../src/core/store/generation.ts';
import { encodeFrame, scanJournal } from '../../../src/core/store/journalFrame.ts';
import { testSeal } from '../../support/testSeal.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { by, person } from '../../support/storeScenario.ts';
import { dataFiles, removeDataFiles, unseal } from '../../support/unsealedFiles.ts';

/** A closed board with so many cards. */
async function boardOf(context: TestContext, ...titles: string[]): Promise<LocalStoreFixture> {
  const fixture = await LocalStoreFixture.make(context);
  const store = await fixture.open();
  for (const title of titles) await store.createTask({ title }, 'test', by(person));
  await store.close();
  return fixture;
}

async function titlesOf(fixture: LocalStoreFixture): Promise<string[]> {
  const store = await fixture.open(false);
  const { items } = await store.listTasks({ order: 'number' });
  await store.close();
  return items.map(({ title }) => title);
}

/** Puts the data of another board beside one's own, under another number. */
function bringIn(from: LocalStoreFixture, to: LocalStoreFixture, number: number): string[] {
  return dataFiles(from.folder).map((name) => {
    const there = name.replace(/\d+/, String(number));
    copyFileSync(join(from.folder, name), join(to.folder, there));
    return there;
  });
}

function content(folder: string): [string, string][] {
  return dataFiles(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]);
}

function aside(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('set-aside-'))
    .flatMap((name) => readdirSync(join(folder, name)))
    .sort();
}

describe('Files of another board beside one own', () => {
  for (const [where, number] of [
    ['above', 9_000_001],
    ['below', 0],
    ['in the next epoch', 2_000_000],
  ] as const) {
    it(`are put aside unread and named when their number is ${where}, and the own board opens`, async (context) => {
      const [own, other] = [await boardOf(context, 'mine', 'mine too'), await boardOf(context, 'theirs')];
      const brought = bringIn(other, own, number);
      assert.deepEqual(await titlesOf(own), ['mine', 'mine too']);
      assert.deepEqual(aside(own.folder), brought.sort());
      assert.ok(
        own.notices.some((notice) => brought.every((name) => notice.includes(name)) && notice.includes('set-aside')),
        own.notices.join(),
      );
      assert.deepEqual(await titlesOf(own), ['mine', 'mine too'], 'and again');
    });
  }

  it('are put aside when they are no plain files or their numbers have hundreds of digits', async (context) => {
    const own = await boardOf(context, 'mine');
    const long = `wal-${'9'.repeat(200)}.tsj`;
    writeFileSync(join(own.folder, long), '');
    mkdirSync(join(own.folder, 'wal-8000000.tsj'));
    symlinkSync('/dev/zero', join(own.folder, 'wal-8000001.tsj'));
    symlinkSync(join(own.workspace, 'nowhere'), join(own.folder, 'snap-8000001.db'));
    const names = [long, 'wal-8000000.tsj', 'wal-8000001.tsj', 'snap-8000001.db'];
    if (spawnSync('mkfifo', [join(own.folder, 'wal-8000002.tsj')]).status === 0) names.push('wal-8000002.tsj');
    assert.deepEqual(await titlesOf(own), ['mine']);
    assert.deepEqual(aside(own.folder), names.sort());
  });

  it('run no statement, whatever they say whose they are', async (context) => {
    const own = await boardOf(context, 'mine');
    const endless = new TextEncoder().encode(
      JSON.stringify([['WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO meta SELECT i, i FROM n', []]]),
    );
    const journal = dataFiles(own.folder).find((name) => name.endsWith('.tsj')) ?? '';
    const { head } = scanJournal(readFileSync(join(own.folder, journal)));
    const read = head && decodeHead(head);
    assert.ok(read && read !== 'newer' && read.store);
    // Their key is not this machine's, but id and snapshot are those of this board.
    const chain = testSeal().begin();
    const forged = [
      encodeFrame(chain, { seq: 0, acked: head.acked, body: encodeHead({ ...read, generation: 9_000_000 }, read.store) }),
      encodeFrame(chain, { seq: head.acked + 1, acked: head.acked, body: endless }),
    ];
    writeFileSync(join(own.folder, 'wal-9000000.tsj'), Buffer.concat(forged));
    assert.deepEqual(await titlesOf(own), ['mine']);
    assert.deepEqual(aside(own.folder), ['wal-9000000.tsj']);
  });

  it('change nothing where what was added to the own journal is theirs', async (context) => {
    const own = await boardOf(context, 'mine');
    const journal = join(own.folder, dataFiles(own.folder).find((name) => name.endsWith('.tsj')) ?? '');
    const bytes = readFileSync(journal);
    const { end, head } = scanJournal(bytes);
    const chain = testSeal().begin();
    chain.add(bytes.subarray(0, end));
    const body = new TextEncoder().encode('[["DELETE FROM tasks",[]]]');
    const acked = head?.acked ?? 0;
    writeFileSync(journal, Buffer.concat([bytes.subarray(0, end), encodeFrame(chain, { seq: acked + 1, acked, body })]));
    const before = content(own.folder);
    await assert.rejects(own.open(false), { code: 'damaged', message: /changes that Rota did not write/ });
    assert.deepEqual(content(own.folder), before);
  });

  it('keep an own board as it is where a journal above it cannot be read: it may be the newest', async (context) => {
    const own = await boardOf(context, 'mine');
    writeFileSync(join(own.folder, 'wal-9000000.tsj'), 'no journal at all');
    const before = content(own.folder);
    await assert.rejects(own.open(false), { code: 'damaged', message: /wal-9000000\.tsj.*first record/ });
    assert.deepEqual(content(own.folder), before);
  });

  it('are no board: where the own files are gone, none is made in their place', async (context) => {
    const [own, other] = [await boardOf(context, 'mine'), await boardOf(context, 'theirs')];
    removeDataFiles(own.folder);
    await assert.rejects(own.open(), { code: 'damaged', message: /files of the board in .* are gone/ });
    bringIn(other, own, 1);
    const before = content(own.folder);
    await assert.rejects(own.open(), { code: 'damaged', message: /files of the board in .* are gone/ });
    assert.deepEqual(content(own.folder), before);
  });
});

describe('A board from before there were seals', () => {
  it('opens, is sealed from then on, and knows its files from those of another one', async (context) => {
    const [own, other] = [await boardOf(context, 'mine'), await boardOf(context, 'theirs')];
    unseal(own.folder);
    unseal(other.folder, 7_000_000);
    const stores = join(own.dataFolder, 'stores');
    const [id = ''] = readdirSync(stores);
    writeFileSync(join(stores, id), `${own.folder}\n`, { mode: 0o600 });
    const brought = bringIn(other, own, 7_000_000);
    assert.deepEqual(await titlesOf(own), ['mine']);
    assert.deepEqual(aside(own.folder), brought.sort());
    const known = JSON.parse(readFileSync(join(stores, id), 'utf8')) as { state: string };
    assert.equal(known.state, 'sealed');
    unseal(own.folder);
    await assert.rejects(own.open(false), { code: 'damaged', message: /are gone/ }, 'no way back to files without seals');
  });
});
