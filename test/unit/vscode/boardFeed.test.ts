import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Emitter } from '../../../src/core/base/event.ts';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import { BoardFeed, type FeedChange } from '../../../src/vscode/boardFeed.ts';
import { createMemoryTaskStore } from '../../support/memoryTaskStore.ts';

const context = { actor: { kind: 'person', name: 'Ada' }, at: 1 } as const;

async function openFeed(): Promise<{ store: TaskStore; feed: BoardFeed; changes: FeedChange[] }> {
  const store = await createMemoryTaskStore();
  const session = { board: { store }, onDidChange: new Emitter<void>().event };
  const silent = {
    info() {},
    warn() {},
    error(_message: string, error: unknown) {
      throw error;
    },
  };
  const feed = new BoardFeed(session as unknown as ConstructorParameters<typeof BoardFeed>[0], silent);
  await feed.settle();
  const changes: FeedChange[] = [];
  feed.onDidChange((change) => changes.push(change));
  return { store, feed, changes };
}

it('tells only what changed, from the revision that was told before', async () => {
  const { store, feed, changes } = await openFeed();
  const first = await store.createTask({ title: 'First' }, 'test', context);
  const second = await store.createTask({ title: 'Second' }, 'test', context);
  await feed.settle();
  await store.deleteTask(first.id, context);
  await store.changeTask(second.id, { title: 'Changed' }, context);
  await feed.settle();
  assert.deepEqual(
    changes.map(({ upserts, removed, whole }) => [upserts.map(({ title }) => title), removed.length, whole]),
    [
      [['First', 'Second'], 0, false],
      [['Changed'], 1, false],
    ],
  );
  assert.equal(changes[1]?.from, changes[0]?.revision);
  assert.equal(changes[1]?.revision, feed.revision);
  feed.dispose();
});

it('has the cards in board order after a card was placed elsewhere', async () => {
  const { store, feed } = await openFeed();
  const [one, , three] = [
    await store.createTask({ title: '1' }, 'test', context),
    await store.createTask({ title: '2' }, 'test', context),
    await store.createTask({ title: '3' }, 'test', context),
  ];
  await feed.settle();
  await store.rankTask(three.id, null, one.id, context);
  await feed.settle();
  assert.deepEqual(
    [...feed.cards.values()].map(({ title }) => title),
    ['3', '1', '2'],
  );
  feed.dispose();
});
