import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { crc32 as zipCrc32 } from 'node:zlib';
import { RunId, TaskId } from '../../../../src/core/model/scalars.ts';
import { crc32 } from '../../../../src/core/store/crc32.ts';
import { RunLogs } from '../../../../src/core/store/runLogs.ts';
import { nodeClock } from '../../../../src/node/nodeClock.ts';
import { nodeStoreFiles } from '../../../../src/node/nodeStoreFiles.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { tempFolder } from '../../../support/tempFolder.ts';

const run = RunId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAV');
const task = TaskId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAW');

interface Opened {
  readonly logs: RunLogs;
  readonly told: string[];
  readonly path: string;
}

function open(folder: string, clock = nodeClock): Opened {
  const told: string[] = [];
  return {
    logs: new RunLogs({ files: nodeStoreFiles, folder: join(folder, 'runs'), clock, notify: (text) => told.push(text) }),
    told,
    path: join(folder, 'runs', `${run}.log`),
  };
}

const say = (logs: RunLogs, ...messages: string[]): number[] => {
  const first = logs.append(
    run,
    task,
    messages.map((message, at) => ({ at, body: { type: 'status', message } })),
  );
  return messages.map((_, index) => first + index);
};

async function messages(logs: RunLogs, after = 0, limit = 1000): Promise<string[]> {
  const events = await logs.read(run, after, limit);
  return events.map(({ seq, body }) => `${seq} ${body.type === 'status' ? body.message : body.type}`);
}

/** A log with `count` events, closed. */
async function written(context: TestContext, count: number, length = 0): Promise<string> {
  const folder = await tempFolder(context);
  const { logs } = open(folder);
  for (let n = 1; n <= count; n++) say(logs, `event ${n}${'.'.repeat(length)}`);
  await logs.close();
  return folder;
}

describe('A run log', () => {
  test('numbers events from the last one on, also after a restart', async (context) => {
    const folder = await written(context, 3);
    const { logs } = open(folder);
    assert.deepEqual(say(logs, 'four', 'five'), [4, 5]);
    assert.deepEqual(await messages(logs, 2), ['3 event 3', '4 four', '5 five']);
    assert.deepEqual(await messages(logs, 3, 1), ['4 four']);
    await logs.close();
  });

  test('gives what was appended to readers at once, and to the disk within moments', async (context) => {
    const folder = await tempFolder(context);
    const clock = new FakeClock();
    const { logs, path } = open(folder, clock);
    say(logs, 'first');
    assert.equal(statSync(path).size, 0, 'lines are written in batches');
    assert.deepEqual(await messages(logs), ['1 first']);
    say(logs, 'second');
    clock.advance(51);
    assert.match(readFileSync(path, 'utf8'), /^[0-9a-f]{8} \{"seq":1,.*\n[0-9a-f]{8} \{"seq":2,.*\n$/);
    const { eventCount, logBytes } = await logs.sync(run);
    assert.deepEqual([eventCount, logBytes], [2, statSync(path).size]);
    await logs.close();
  });

  test('cuts a torn tail before it goes on', async (context) => {
    const folder = await written(context, 3);
    const tails = ['deadbeef {"seq":4', `${'0'.repeat(8)} {"seq":4}\nab`, '\0'.repeat(700), '\n\n'];
    let last = 3;
    for (const tail of tails) {
      const { logs, told, path } = open(folder);
      appendFileSync(path, tail);
      assert.equal((await messages(logs)).length, last, 'reading leaves it out');
      assert.deepEqual(say(logs, 'next'), [++last]);
      assert.equal((await messages(logs)).length, last);
      assert.deepEqual(told, []);
      await logs.close();
      assert.ok(!readFileSync(path, 'utf8').includes(tail));
    }
  });

  test('with a damaged line in the middle shows the others, says so once, and loses none', async (context) => {
    const folder = await written(context, 5);
    const { logs, told, path } = open(folder);
    writeFileSync(path, readFileSync(path, 'utf8').replace('event 3', 'event X'));
    assert.deepEqual(await messages(logs), ['1 event 1', '2 event 2', '4 event 4', '5 event 5']);
    await messages(logs);
    assert.equal(told.length, 1);
    assert.match(told[0]!, /damaged/);
    assert.deepEqual(say(logs, 'six'), [6]);
    assert.equal((await messages(logs)).length, 5);
    await logs.close();
    assert.match(readFileSync(path, 'utf8'), /event X/, 'the file is kept as it is');
  });

  test('keeps an event of a kind that it does not know', async (context) => {
    const folder = await written(context, 1);
    const { logs, path } = open(folder);
    const text = '{"seq":2,"at":1,"kind":"from a newer Rota"}';
    appendFileSync(path, `${crc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0')} ${text}\n`);
    assert.deepEqual(say(logs, 'three'), [3]);
    assert.deepEqual(await messages(logs), ['1 event 1', '3 three']);
    assert.ok(readFileSync(path, 'utf8').includes(text));
    await logs.close();
  });

  test('is followed by another process while it grows', async (context) => {
    const folder = await written(context, 400, 1000);
    const owner = open(folder);
    const follower = open(folder);
    assert.equal((await messages(follower.logs)).length, 400);
    for (let n = 401; n <= 420; n++) {
      say(owner.logs, `event ${n}`);
      await owner.logs.sync(run);
      assert.deepEqual(await messages(follower.logs, n - 1), [`${n} event ${n}`]);
    }
    await owner.logs.close();
  });

  test('of a deleted run is gone, and another begins at one', async (context) => {
    const folder = await written(context, 2);
    const { logs, path } = open(folder);
    await logs.remove(run);
    assert.equal(existsSync(path), false);
    assert.deepEqual(await messages(logs), []);
    assert.deepEqual(await logs.sync(run), { eventCount: 0, logBytes: 0 });
    assert.deepEqual(say(logs, 'new'), [1]);
    await logs.close();
  });

  test('is one of hundreds without keeping hundreds of files open', async (context) => {
    const { logs } = open(await tempFolder(context));
    const ids = Array.from({ length: 150 }, (_, n) => RunId.parse(`01ARZ3NDEKTSV4RRFFQ69G${String(n).padStart(4, '0')}`));
    for (const id of ids) {
      logs.append(id, task, [{ at: 0, body: { type: 'status', message: id } }]);
      await logs.sync(id);
    }
    const again = logs.append(ids[0]!, task, [{ at: 0, body: { type: 'status', message: 'again' } }]);
    assert.equal(again, 2);
    await logs.close();
  });
});

test('The checksum is the one of zip files, whatever the length and however it is split', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, index) => (index * 37) & 255);
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.subarray(0, length);
    assert.equal(crc32(part), zipCrc32(part));
    assert.equal(crc32(bytes.subarray(length), crc32(part)), zipCrc32(bytes));
  }
});
