import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compact } from '../../../../src/core/agent/contextWindow.ts';
import { Conversation } from '../../../../src/core/agent/conversation.ts';
import type { ModelMessage } from '../../../../src/core/model/modelMessage.ts';
import { noUsage } from '../../../../src/core/model/usage.ts';

const count = (message: ModelMessage): number => message.text.length;
const long = 'x'.repeat(1000);

/** A conversation of a task and one call after another. */
function conversation(...calls: { id: string; name: string; path: string; result: string }[]): Conversation {
  const built = new Conversation();
  built.apply({ type: 'prompt', role: 'system', origin: 'rota', text: 'rules' });
  built.apply({ type: 'prompt', role: 'user', origin: 'user', text: `task ${long}` });
  for (const { id, name, path, result } of calls) {
    built.apply({
      type: 'text',
      text: '',
      toolCalls: [{ id, name, arguments: JSON.stringify({ path }) }],
      stopReason: 'tool-calls',
      usage: noUsage,
      draft: false,
    });
    built.apply({ type: 'tool-end', callId: id, tool: name, text: result, failed: false, duration: 1 });
  }
  return built;
}

const reads = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    id: `c${from + index}`,
    name: 'read_file',
    path: `f${from + index}`,
    result: long,
  }));

describe('making a conversation fit its window', () => {
  it('leaves alone what fits', () => {
    assert.equal(compact(conversation(...reads(1, 8)).messages, 100_000, count), undefined);
  });

  it('drops stale reads of a file first, then the oldest results', () => {
    const again = { id: 'again', name: 'read_file', path: 'f3', result: long };
    const built = conversation(...reads(1, 8), again);
    const size = built.messages.reduce((sum, message) => sum + message.text.length, 0);
    assert.deepEqual(compact(built.messages, (size - 500) / 0.8, count)?.droppedCalls, ['c3']);
    assert.deepEqual(compact(built.messages, (size - 1500) / 0.8, count)?.droppedCalls, ['c3', 'c1']);
  });

  it('never drops the newest results, the task or the words of people', () => {
    const built = conversation(...reads(1, 10));
    const compaction = compact(built.messages, 10, count);
    assert.deepEqual(compaction?.droppedCalls, ['c1', 'c2', 'c3', 'c4']);
  });

  it('is recorded, so that a resumed run has the same shorter conversation', () => {
    const built = conversation(...reads(1, 8));
    built.apply({ type: 'compaction', message: 'left out', droppedCalls: ['c2'] });
    const texts = built.messages.filter((message) => message.role === 'tool').map((message) => message.text);
    assert.equal(texts[1], '(left out)');
    assert.equal(texts[0], long);
  });

  it('has nothing to drop twice', () => {
    const built = conversation(...reads(1, 10));
    const first = compact(built.messages, 10, count);
    assert.ok(first);
    built.apply({ type: 'compaction', message: first.message, droppedCalls: [...first.droppedCalls] });
    assert.equal(compact(built.messages, 10, count), undefined);
  });
});
