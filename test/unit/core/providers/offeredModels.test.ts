import assert from 'node:assert/strict';
import test from 'node:test';
import type { ModelChoice } from '../../../../src/core/model/agent.ts';
import { EditorModelError } from '../../../../src/core/providers/editorFailures.ts';
import type { CallPart, TextPart } from '../../../../src/core/providers/editorMessages.ts';
import { answerEditor, offeredModels } from '../../../../src/core/providers/offeredModels.ts';
import type { Provider } from '../../../../src/core/providers/provider.ts';
import { startModelServer, type Answer } from '../../../support/modelServer.ts';
import { aRequest, openai } from './providerTest.ts';

const server = 'http://127.0.0.1:1234/v1';

async function parts(provider: Provider, signal = new AbortController().signal): Promise<(TextPart | CallPart)[]> {
  const all: (TextPart | CallPart)[] = [];
  for await (const part of answerEditor(provider, aRequest(), signal)) all.push(part);
  return all;
}

test('the models of agents are offered once each, without those that the editor has and those that answer nothing', () => {
  const agent = (name: string, model: ModelChoice): { name: string; model: ModelChoice } => ({ name, model });
  const offered = offeredModels([
    agent('one', { provider: 'openai', baseUrl: server, model: 'tiny' }),
    agent('two', { provider: 'openai', baseUrl: server, model: 'tiny' }),
    agent('three', { provider: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'small', contextTokens: 16_384 }),
    agent('four', { provider: 'editor', vendor: 'copilot', family: 'gpt', model: 'gpt-x' }),
    agent('five', { provider: 'simulated' }),
    agent('six', { provider: 'scripted', script: '/a.json' }),
  ]);
  assert.deepEqual(
    offered.map(({ id, agents }) => [id, agents]),
    [
      [`openai:${server}:tiny`, ['one', 'two']],
      ['ollama:http://127.0.0.1:11434:small', ['three']],
      ['scripted:/a.json', ['six']],
    ],
  );
  const [usual, small] = offered;
  assert.deepEqual(
    [usual?.maxInputTokens, usual?.maxOutputTokens, small?.maxInputTokens, small?.maxOutputTokens],
    [111_616, 16_384, 12_288, 4096],
  );
});

test('an answer comes as the text it is made of, then the calls of tools', async (t) => {
  const models = await startModelServer(t);
  models.answer({ reply: { text: 'I look.', deltaLength: 3, toolCalls: [{ name: 'read', arguments: { path: 'a' } }] } });
  const all = await parts(openai(models.url));
  assert.ok(all.length > 2);
  assert.equal(all.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(''), 'I look.');
  const last = all.at(-1);
  assert.deepEqual(last?.type === 'call' && [last.name, last.input], ['read', { path: 'a' }]);
});

const faults: readonly [string, Answer, string, RegExp][] = [
  ['a refused key', { status: 401, body: 'no' }, 'NoPermissions', /key/],
  ['an unknown model', { status: 404, body: JSON.stringify({ error: { message: 'model m not found' } }) }, 'NotFound', /model/],
  ['too many requests', { status: 429, body: 'slow down' }, 'Blocked', /slow down/],
  ['a reply that is too long', { reply: { text: 'He', finish: 'length' } }, '', /is cut: it reached the longest/],
  ['a filtered reply', { reply: { text: 'He', finish: 'content_filter' } }, 'Blocked', /content filter/],
  ['a connection that breaks', { reply: { text: 'Hello' }, stopAt: 200 }, '', /ended in the middle/],
];

for (const [name, answer, code, sentence] of faults) {
  test(`${name} is an error that the editor can show, not the end of an answer`, async (t) => {
    const models = await startModelServer(t);
    models.answer(answer);
    await assert.rejects(
      parts(openai(models.url)),
      (error) => error instanceof EditorModelError && error.code === code && sentence.test(error.message),
    );
  });
}

test('arguments that are no object are an error, and nothing is called', async () => {
  const reply = {
    text: '',
    reasoning: '',
    toolCalls: [{ id: 'a', name: 'read', arguments: '[1' }],
    stopReason: 'tool-calls',
    usage: { input: 0, cachedInput: 0, output: 0, reasoning: 0 },
    usageEstimated: false,
  } as const;
  const provider: Provider = {
    title: 'openai m',
    simulated: false,
    contextTokens: undefined,
    stream: async function* () {
      yield { type: 'finish', reply };
    },
  };
  await assert.rejects(parts(provider), /called the tool read with arguments that are no JSON object/);
});

test('an answer that a person stops just ends', async (t) => {
  const models = await startModelServer(t);
  models.answer({ reply: { text: 'Hello' }, stopAt: 100, then: 'stall' });
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  await parts(openai(models.url), abort.signal);
});
