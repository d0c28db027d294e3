import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { Backups } from '../../../src/node/backups.ts';
import { openStore } from '../../../src/node/openStore.ts';
import { storePlaceAt } from '../../../src/node/storePlace.ts';
import type { OpenedStore } from '../../../src/node/workerTaskStore.ts';
import { eventually } from '../../support/editor/eventually.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { addQueued, by, claim, person, toolEnd } from '../../support/storeScenario.ts';

interface LiveBoard {
  readonly fixture: LocalStoreFixture;
  /** The first owns the files, the second follows it. */
  readonly owner: OpenedStore;
  readonly follower: OpenedStore;
  add(store: OpenedStore, title: string): Promise<number>;
}

/** A board with five cards in a repository, open in two hosts. */
async function liveBoard(context: TestContext): Promise<LiveBoard> {
  const fixture = await LocalStoreFixture.make(context);
  execFileSync('git', ['init', '-q'], { cwd: fixture.workspace });
  const open = (create: boolean): Promise<OpenedStore> =>
    openStore(storePlaceAt(fixture.workspace), {
      create,
      dataFolder: fixture.dataFolder,
      notify: (message) => fixture.notices.push(message),
    });
  const owner = await open(true);
  const add = async (store: OpenedStore, title: string): Promise<number> => (await store.createTask({ title }, 'test', by(person))).number;
  for (let n = 1; n <= 5; n++) await add(owner, `card ${n}`);
  const follower = await open(false);
  context.after(async () => {
    await follower.close().catch(() => undefined);
    await owner.close().catch(() => undefined);
  });
  return { fixture, owner, follower, add };
}

async function titles(store: OpenedStore): Promise<string[]> {
  return (await store.listTasks({ order: 'number' })).items.map(({ title }) => title);
}

const five = ['card 1', 'card 2', 'card 3', 'card 4', 'card 5'];

/** What people do to the folder of an open board, and what is at its place afterwards. */
const deeds: readonly [what: string, act: (fixture: LocalStoreFixture) => void][] = [
  ['git clean -fdx', ({ workspace }) => void execFileSync('git', ['clean', '-qfdx'], { cwd: workspace })],
  ['rm -rf .rota/local', ({ folder }) => rmSync(folder, { recursive: true })],
  ['rm -rf .rota', ({ workspace }) => rmSync(join(workspace, '.rota'), { recursive: true })],
  ['the journal alone removed', ({ folder }) => removeAll(folder, /^wal-/)],
  ['the snapshot alone removed', ({ folder }) => removeAll(folder, /^snap-/)],
  ['every file but the lock removed', ({ folder }) => removeAll(folder, /^(?!owner\.lock)/)],
  ['replaced by an older copy of itself', ({ folder, workspace }) => replaceByCopy(folder, join(workspace, '..', 'copy'))],
];

function removeAll(folder: string, which: RegExp): void {
  for (const name of readdirSync(folder).filter((each) => which.test(each))) rmSync(join(folder, name), { recursive: true });
}

function replaceByCopy(folder: string, copy: string): void {
  cpSync(folder, copy, { recursive: true });
  rmSync(folder, { recursive: true });
  renameSync(copy, folder);
}

describe('A board whose files go while it is open', () => {
  for (const [what, act] of deeds) {
    it(`keeps its cards, saves nothing, says so and can be put back: ${what}`, async (context) => {
      const { fixture, owner, follower, add } = await liveBoard(context);
      act(fixture);
      await assert.rejects(add(owner, 'into nowhere'), { code: 'read-only', message: /not saved: .*removed, moved or replaced/ });
      await eventually(async () => assert.ok(owner.displaced && follower.displaced));
      await assert.rejects(add(follower, 'into nowhere'), { code: 'read-only' });
      for (const store of [owner, follower]) {
        assert.deepEqual((await titles(store)).slice(0, 5), five);
        assert.match(store.readOnly ?? '', /removed, moved or replaced/);
      }
      await follower.putBack();
      await eventually(async () => assert.ok(!owner.displaced && !follower.displaced));
      const number = await add(owner, 'after it');
      assert.ok(number > 5);
      assert.ok((await titles(follower)).includes('after it'));
      await follower.close();
      await owner.close();
      const again = await fixture.open(false);
      const found = (await again.listTasks({ order: 'number' })).items;
      assert.deepEqual(
        [...found.slice(0, 5), found.at(-1)].map((card) => card?.title),
        [...five, 'after it'],
      );
      assert.equal(new Set(found.map((card) => card.number)).size, found.length);
      assert.equal(found.length, 6, 'what was refused is not there later');
      await again.close();
    });
  }

  it('takes no event of a run and no bytes of a file, and says why as it is', async (context) => {
    const { fixture, owner } = await liveBoard(context);
    await addQueued(owner);
    const { key } = await claim(owner);
    const event = { at: 1, body: toolEnd('c') };
    await owner.appendRunEvents(key, [event], true);
    rmSync(fixture.folder, { recursive: true });
    const refusal = { code: 'read-only', message: /^This was not saved: the files of the board in .* were removed, moved or replaced/ };
    await assert.rejects(owner.appendRunEvents(key, [event], true), refusal);
    await assert.rejects(owner.putBlob(new Uint8Array([1])), refusal);
    assert.ok(
      fixture.notices.every((notice) => !/another process/i.test(notice)),
      fixture.notices.join(),
    );
    mkdirSync(fixture.folder);
    await assert.rejects(owner.putBlob(new Uint8Array([2])), refusal);
    assert.ok(!existsSync(join(fixture.folder, 'blobs')), 'nothing is written into another folder of the same name');
  });

  it('goes on by itself when only the lock was removed', async (context) => {
    const { fixture, owner, follower, add } = await liveBoard(context);
    rmSync(join(fixture.folder, 'owner.lock'));
    assert.equal(await add(owner, 'card 6'), 6);
    assert.deepEqual(await titles(follower), [...five, 'card 6']);
    assert.equal(await add(follower, 'card 7'), 7);
  });

  it('makes no second board at a place from which the workspace was renamed, and goes on when it comes back', async (context) => {
    const { fixture, owner, add } = await liveBoard(context);
    const elsewhere = `${fixture.workspace}-moved`;
    renameSync(fixture.workspace, elsewhere);
    await assert.rejects(add(owner, 'into nowhere'), { code: 'read-only' });
    assert.equal(existsSync(fixture.workspace), false, 'the old place is not made again');
    await eventually(async () => assert.ok(owner.displaced));
    // Only Linux tells where a folder went.
    const where = process.platform === 'linux' ? `were moved to ${elsewhere}/.rota/local while` : 'were removed, moved or replaced';
    assert.ok(owner.readOnly?.includes(where), owner.readOnly);
    assert.deepEqual((await titles(owner)).slice(0, 5), five);
    await assert.rejects(owner.putBack(), { code: 'refused', message: /no folder .* any more/ });
    renameSync(elsewhere, fixture.workspace);
    await eventually(async () => assert.equal(owner.displaced, false));
    const number = await add(owner, 'after it');
    assert.ok(number > 5);
  });

  it('is opened at once under the new name of its folder, with all that was confirmed, and its former host says where it is', async (context) => {
    const { fixture, owner, follower, add } = await liveBoard(context);
    const renamed = `${fixture.workspace}-renamed`;
    renameSync(fixture.workspace, renamed);
    const place = storePlaceAt(renamed);
    const there = await openStore(place, { create: false, dataFolder: fixture.dataFolder, notify: assert.fail });
    assert.deepEqual([there.readOnly, await titles(there)], [undefined, five]);
    assert.equal(await add(there, 'card 6'), 6);
    for (const store of [owner, follower]) {
      await eventually(async () => assert.ok(store.readOnly?.includes(`moved to ${place.folder}`), store.readOnly));
      await assert.rejects(add(store, 'into nowhere'), { code: 'read-only' });
    }
    await there.close();
    renameSync(renamed, fixture.workspace);
    await eventually(async () => assert.deepEqual(await titles(follower), [...five, 'card 6']));
    assert.equal(await add(owner, 'card 7'), 7);
  });

  it('leaves a copy in the data folder that has what was confirmed last, also when its owner is killed', async (context) => {
    const { fixture, owner } = await liveBoard(context);
    rmSync(fixture.folder, { recursive: true });
    const backups = new Backups({ dataFolder: fixture.dataFolder, storeId: owner.storeId, root: fixture.workspace });
    await eventually(async () =>
      assert.deepEqual(
        backups
          .list()
          .filter(({ reason }) => reason === 'displaced')
          .map(({ cards, number }) => [cards, number]),
        [[5, 5]],
      ),
    );
  });

  it('is not followed by an empty one: who comes next is told that it is gone', async (context) => {
    const { fixture, owner, follower } = await liveBoard(context);
    rmSync(join(fixture.workspace, '.rota'), { recursive: true });
    await follower.close();
    await owner.close();
    await assert.rejects(fixture.open(), { message: /was here|gone|not there any more/ });
    assert.equal(existsSync(join(fixture.workspace, '.rota')), false);
  });
});
