import assert from 'node:assert/strict';
import test from 'node:test';
import { EditorModelError } from '../../../../src/core/providers/editorFailures.ts';
import { createEditorProvider } from '../../../../src/core/providers/editorModel.ts';
import type { Provider } from '../../../../src/core/providers/provider.ts';
import { createProvider } from '../../../../src/core/providers/createProvider.ts';
import { fakeEditorModel, silence, type FakeEditorModel } from '../../../support/fakeEditorModel.ts';
import { aRequest, read, testPorts } from './providerTest.ts';

const call = { type: 'call', id: 'a', name: 'read_file', input: { path: 'a.ts' } } as const;

function provider(model: FakeEditorModel, limits: { first?: number; idle?: number } = {}): Provider {
  return createEditorProvider(model, { ...testPorts(), limits });
}

test('the normal end of the stream is the stop, and its usage is an estimate', async () => {
  const { events, reply } = await read(provider(fakeEditorModel(['Hello', ', ', '', 'Ada'])));
  assert.deepEqual(
    events.map((event) => (event.type === 'finish' ? 'finish' : event.text)),
    ['Hello', ', ', 'Ada', 'finish'],
  );
  assert.deepEqual([reply.text, reply.stopReason, reply.usageEstimated], ['Hello, Ada', 'stop', true]);
  assert.ok(reply.usage.input > 0 && reply.usage.output > 0);
});

test('calls of tools come with a whole reply only', async () => {
  const model = fakeEditorModel(['I look.', call], ['I look.', call, new EditorModelError('', 'gone')]);
  const whole = (await read(provider(model))).reply;
  assert.deepEqual([whole.stopReason, whole.toolCalls], ['tool-calls', [{ id: 'a', name: 'read_file', arguments: '{"path":"a.ts"}' }]]);
  const { reply } = await read(provider(model));
  assert.deepEqual([reply.stopReason, reply.text, reply.toolCalls], ['error', 'I look.', []]);
});

test('a call whose id the conversation knows already gets another', async () => {
  const request = aRequest({ messages: [{ role: 'assistant', text: '', toolCalls: [{ id: 'a', name: 'x', arguments: '{}' }] }] });
  const { reply } = await read(provider(fakeEditorModel([call, call])), request);
  assert.deepEqual(
    reply.toolCalls.map(({ id }) => id),
    ['call-ID1', 'call-ID2'],
  );
});

const failures = [
  ['NoPermissions', 'unauthorized', false, /press Run once/],
  ['NotFound', 'unknown-model', false, /no model test tiny now/],
  ['Blocked', 'rate-limited', false, /It said: "why"/],
  ['ChatQuotaExceeded', 'rate-limited', false, /quota/],
  ['ChatRateLimited', 'rate-limited', true, /too often/],
  ['Unknown', 'overloaded', true, /It said: "why"/],
] as const;

for (const [code, kind, retryable, sentence] of failures) {
  test(`an error of the editor of the kind ${code}, before the reply or within it, says what to do`, async () => {
    for (const answer of [new EditorModelError(code, 'why'), ['He', new EditorModelError(code, 'why')]]) {
      const { reply } = await read(provider(fakeEditorModel(answer)));
      assert.deepEqual([reply.stopReason, reply.failure?.kind, reply.failure?.retryable], ['error', kind, retryable]);
      assert.match(reply.failure?.message ?? '', sentence);
    }
  });
}

test('what a provider said is shown without secrets and control characters', async () => {
  const { reply } = await read(provider(fakeEditorModel(new Error('no\u001b[31m Bearer abcdef12345\n\u202Ehere'))));
  assert.match(reply.failure?.message ?? '', /no \[31m Bearer \*\*\* here/);
});

test('an abort ends the stream at once and cancels the request in the editor, whatever the editor does', async () => {
  for (const model of [fakeEditorModel(silence), fakeEditorModel(['One', silence])]) {
    const abort = new AbortController();
    const streaming = read(provider(model), aRequest(), abort.signal);
    setTimeout(() => abort.abort(), 20);
    const { reply } = await streaming;
    assert.deepEqual([reply.stopReason, reply.failure], ['aborted', undefined]);
    assert.equal(model.asked[0]?.signal.aborted, true);
  }
});

test('a stream whose signal was aborted beforehand asks nothing', async () => {
  const model = fakeEditorModel(['Hello']);
  const { reply } = await read(provider(model), aRequest(), AbortSignal.abort());
  assert.deepEqual([reply.stopReason, model.asked.length], ['aborted', 0]);
});

test('a consumer that stops reading cancels the request in the editor', async () => {
  const model = fakeEditorModel(['One', 'Two', silence]);
  for await (const event of provider(model).stream(aRequest(), new AbortController().signal)) if (event.type === 'text-delta') break;
  assert.equal(model.asked[0]?.signal.aborted, true);
});

test('a whole reply cancels nothing', async () => {
  const model = fakeEditorModel(['Hello']);
  await read(provider(model));
  assert.equal(model.asked[0]?.signal.aborted, false);
});

test('a model that hangs is told as such after its time', async () => {
  for (const model of [fakeEditorModel(silence), fakeEditorModel(['One', silence])]) {
    const { reply } = await read(provider(model, { first: 30, idle: 30 }));
    assert.deepEqual([reply.stopReason, reply.failure?.kind, reply.failure?.retryable], ['error', 'timeout', true]);
    assert.equal(model.asked[0]?.signal.aborted, true);
  }
});

test('where no editor is, the model says where it lives', async () => {
  const elsewhere = createProvider({ provider: 'editor', vendor: 'copilot', family: 'gpt', model: 'gpt-x' }, testPorts());
  const { reply } = await read(elsewhere);
  assert.deepEqual([reply.failure?.kind, reply.failure?.retryable], ['not-configured', false]);
  assert.match(reply.failure?.message ?? '', /copilot gpt-x lives in VS Code\. Run the card there/);
});
