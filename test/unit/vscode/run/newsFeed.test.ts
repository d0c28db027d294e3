import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Emitter } from '../../../../src/core/base/event.ts';
import type { RunEventBody } from '../../../../src/core/model/runEvent.ts';
import { RunId, TaskId } from '../../../../src/core/model/scalars.ts';
import { noUsage } from '../../../../src/core/model/usage.ts';
import type { RunNews } from '../../../../src/core/runs/runPorts.ts';
import { NewsFeed, type GatheredNews } from '../../../../src/vscode/run/newsFeed.ts';

const run = RunId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAV');
const task = TaskId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAW');
const said = (text: string): RunNews => ({ kind: 'live', run, task, event: { type: 'text-delta', text } });
const recorded = (seq: number, body: RunEventBody): RunNews => ({ kind: 'recorded', run, task, event: { seq, at: 1, task, body } });
const reply = (text: string): RunEventBody => ({ type: 'text', text, toolCalls: [], stopReason: 'stop', usage: noUsage, draft: false });

function follow() {
  mock.timers.enable({ apis: ['setTimeout'] });
  const news = new Emitter<RunNews>();
  const delivered: GatheredNews[] = [];
  const feed = new NewsFeed(news.event, (each) => delivered.push(each));
  return { news, delivered, feed, close: () => mock.timers.reset() };
}

test('however much is said, at most sixty messages a second leave, and no word is lost', () => {
  const { news, delivered, feed, close } = follow();
  feed.follow(run);
  feed.release();
  for (let tick = 0; tick < 1000; tick++) {
    for (let word = 0; word < 4; word++) news.fire(said(`${tick}.${word} `));
    mock.timers.tick(1);
  }
  mock.timers.tick(100);
  assert.ok(delivered.length <= 60, String(delivered.length));
  const text = delivered.flatMap(({ live }) => live.map((part) => part.text)).join('');
  assert.equal(text.trim().split(' ').length, 4000);
  close();
});

test('whoever comes late is told what was said since the last recorded reply, and misses nothing that happens until the snapshot is there', () => {
  const { news, delivered, feed, close } = follow();
  news.fire(said('old '));
  news.fire(recorded(1, reply('old ')));
  news.fire(said('new '));
  assert.deepEqual(feed.follow(run), [{ kind: 'text', text: 'new ' }]);
  news.fire(said('more '));
  mock.timers.tick(100);
  assert.deepEqual(delivered, []);
  feed.release();
  assert.deepEqual(
    delivered.map(({ live }) => live),
    [[{ kind: 'text', text: 'more ' }]],
  );
  close();
});

test('what a recorded reply replaces is not said any more', () => {
  const { news, delivered, feed, close } = follow();
  feed.follow(run);
  feed.release();
  news.fire(said('half'));
  news.fire(recorded(1, reply('half and whole')));
  news.fire(said('next'));
  mock.timers.tick(100);
  assert.deepEqual(
    delivered.map(({ events, live }) => [events.length, live]),
    [[1, [{ kind: 'text', text: 'next' }]]],
  );
  close();
});

test('other runs are not heard', () => {
  const { news, delivered, feed, close } = follow();
  feed.follow(RunId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAX'));
  feed.release();
  news.fire(said('x'));
  mock.timers.tick(100);
  assert.deepEqual(delivered, []);
  close();
});
