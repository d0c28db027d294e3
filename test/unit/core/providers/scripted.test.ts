import assert from 'node:assert/strict';
import test from 'node:test';
import { createProvider } from '../../../../src/core/providers/createProvider.ts';
import type { Provider } from '../../../../src/core/providers/provider.ts';
import { aRequest, read, testPorts } from './providerTest.ts';

const usage = { input: 1, cachedInput: 2, output: 3, reasoning: 4 };
const script = {
  version: 1,
  runs: [
    {
      match: 'fix the sum',
      replies: [
        {
          reasoning: 'Look first.',
          text: 'I look at the file, carefully 🙂.',
          toolCalls: [{ name: 'read_file', arguments: { path: 'a.ts' } }],
          usage,
        },
        { text: 'Done.' },
        { text: 'Never whole', stopReason: 'cut', delayMs: 30 },
      ],
    },
    { match: '', replies: [{ text: 'Any other task.', delayMs: 60_000 }] },
  ],
};

function scripted(content: unknown): Provider {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return createProvider({ provider: 'scripted', script: 'demo.json' }, testPorts({ readScript: () => Promise.resolve(text) }));
}

const task = { role: 'user', text: 'Please fix the sum.', origin: 'user' } as const;
const answered = { role: 'assistant', text: 'x', toolCalls: [] } as const;

test('the number of replies in the conversation says which one is next', async () => {
  const provider = scripted(script);
  const first = (await read(provider, aRequest({ messages: [task] }))).reply;
  assert.deepEqual(first.toolCalls, [{ id: 'call-0-0', name: 'read_file', arguments: '{"path":"a.ts"}' }]);
  assert.deepEqual([first.stopReason, first.reasoning, first.usage, first.usageEstimated], ['tool-calls', 'Look first.', usage, false]);
  const second = (await read(scripted(script), aRequest({ messages: [task, answered] }))).reply;
  assert.deepEqual([second.text, second.stopReason, second.usageEstimated], ['Done.', 'stop', true]);
  assert.equal((await read(provider, aRequest({ messages: [task, answered, answered] }))).reply.stopReason, 'cut');
});

test('text comes in pieces', async () => {
  const { events } = await read(scripted(script), aRequest({ messages: [task] }));
  assert.ok(events.filter(({ type }) => type === 'text-delta').length > 1);
});

test('a delayed reply can be aborted', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 20);
  assert.equal((await read(scripted(script), aRequest(), abort.signal)).reply.stopReason, 'aborted');
});

test('after an abort between two pieces nothing but the finish comes', async () => {
  const abort = new AbortController();
  const after: string[] = [];
  for await (const event of scripted(script).stream(aRequest({ messages: [task] }), abort.signal)) {
    if (abort.signal.aborted) after.push(event.type);
    abort.abort();
  }
  assert.deepEqual(after, ['finish']);
});

test('a task that the script does not know, and one reply too many, are said', async () => {
  const [run] = script.runs;
  const narrow = scripted({ version: 1, runs: [run] });
  const unknown = (await read(narrow)).reply.failure;
  assert.equal(unknown?.kind, 'not-configured');
  assert.match(unknown.message, /demo\.json has no run for this task; it knows tasks with "fix the sum"/);
  const past = (await read(narrow, aRequest({ messages: [task, answered, answered, answered] }))).reply.failure;
  assert.match(past?.message ?? '', /has 3 replies for "fix the sum", and they are used up/);
});

test('a broken or missing script names file, place and remedy', async () => {
  const broken = [
    ['{"version": 1,', /demo\.json is not JSON/],
    [{ version: 2, runs: [] }, /version: .*runs: /],
    [{ version: 1, runs: [{ match: 'a', replies: [{ text: 1, colour: 'red' }] }] }, /runs\.0\.replies\.0\.text: .*colour/],
    [{ version: 1, runs: [{ match: 'a', replies: [{ toolCalls: [{ name: 'a', arguments: '{}' }] }] }] }, /toolCalls\.0\.arguments/],
  ] as const;
  for (const [content, message] of broken) {
    const { failure } = (await read(scripted(content))).reply;
    assert.equal(failure?.kind, 'not-configured');
    assert.match(failure.message, message);
    assert.match(failure.message, /Correct the file/);
  }
  const missing = createProvider({ provider: 'scripted', script: 'gone.json' }, testPorts());
  assert.match((await read(missing)).reply.failure?.message ?? '', /no script in this test/);
});

test('a simulation says that it is one', async () => {
  const provider = createProvider({ provider: 'simulated' }, testPorts());
  assert.deepEqual([provider.simulated, scripted(script).simulated], [true, false]);
  const { reply } = await read(provider);
  assert.match(reply.text, /^Simulated: no model was asked/);
  assert.equal((await read(provider, aRequest(), AbortSignal.abort())).reply.stopReason, 'aborted');
});
