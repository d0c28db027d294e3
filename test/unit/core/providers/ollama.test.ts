import assert from 'node:assert/strict';
import test from 'node:test';
import { createProvider } from '../../../../src/core/providers/createProvider.ts';
import { ollamaLine } from '../../../support/modelReplies.ts';
import { startModelServer } from '../../../support/modelServer.ts';
import { aRequest, ollama, read, testPorts } from './providerTest.ts';

const ndjson = { 'content-type': 'application/x-ndjson' };

test("the conversation goes out in Ollama's words, with the context it may use", async (t) => {
  const server = await startModelServer(t);
  server.answer({ reply: { text: 'ok' } });
  const tools = [{ name: 'read_file', description: 'Reads.', parameters: { type: 'object' } }];
  const messages = [
    { role: 'system', text: 'Be brief.', origin: 'rota' },
    {
      role: 'assistant',
      text: 'Look.',
      toolCalls: [
        { id: 'c1', name: 'read_file', arguments: '{"path":"a"}' },
        { id: 'c2', name: 'read_file', arguments: '{' },
      ],
    },
    { role: 'tool', callId: 'c1', name: 'read_file', text: 'content', failed: false },
  ] as const;
  await read(ollama(`${server.url}/v1`), { messages, tools, maxOutputTokens: 99 });
  const called = (input: object): object => ({ function: { name: 'read_file', arguments: input } });
  assert.equal(server.requests[0]?.path, '/api/chat');
  assert.deepEqual(server.requests[0].body, {
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'assistant', content: 'Look.', tool_calls: [called({ path: 'a' }), called({})] },
      { role: 'tool', content: 'content', tool_name: 'read_file' },
    ],
    truncate: false,
    options: { num_ctx: 16_384, num_predict: 99 },
    tools: [{ type: 'function', function: tools[0] }],
    stream: true,
  });
});

test('thinking, text and tool calls come out apart, and calls get ids', async (t) => {
  const server = await startModelServer(t);
  const toolCalls = [
    { name: 'a', arguments: { x: 1 } },
    { name: 'b', arguments: {} },
  ];
  server.answer({ reply: { reasoning: 'hmm', text: 'Beside.', toolCalls, usage: { prompt_eval_count: 50, eval_count: 10 } } });
  const { reply } = await read(ollama(server.url));
  assert.deepEqual(reply.toolCalls, [
    { id: 'call-ID1', name: 'a', arguments: '{"x":1}' },
    { id: 'call-ID2', name: 'b', arguments: '{}' },
  ]);
  assert.deepEqual([reply.reasoning, reply.text, reply.stopReason], ['hmm', 'Beside.', 'tool-calls']);
  assert.deepEqual(reply.usage, { input: 50, cachedInput: 0, output: 9, reasoning: 1 });
});

test('a prompt whose front the server dropped is a failure, not a reply', async (t) => {
  const server = await startModelServer(t);
  const provider = createProvider({ provider: 'ollama', baseUrl: server.url, model: 'm', contextTokens: 1000 }, testPorts());
  const request = aRequest({ messages: [{ role: 'user', text: 'x'.repeat(8000), origin: 'user' }] });
  const reply = { text: 'Sure.', toolCalls: [{ name: 'a', arguments: {} }] };
  server.answer({ reply: { ...reply, usage: { prompt_eval_count: 998, eval_count: 3 } } });
  const cut = (await read(provider, request)).reply;
  assert.equal(cut.failure?.kind, 'context-too-long');
  assert.match(cut.failure.message, /kept 998 tokens/);
  server.answer({ reply: { ...reply, usage: { prompt_eval_count: 700, eval_count: 3 } } });
  assert.equal((await read(provider, request)).reply.stopReason, 'tool-calls', 'fewer tokens than room: our estimate was wrong');
  server.answer({ reply: { ...reply, usage: { prompt_eval_count: 998, eval_count: 3 } } });
  assert.equal((await read(provider)).reply.stopReason, 'tool-calls', 'a short prompt that fits exactly');
});

test('a missing model and a model without tools are said with the command that helps', async (t) => {
  const server = await startModelServer(t);
  server.answer({ status: 404, body: '{"error":"model \\"m\\" not found"}', headers: { 'content-type': 'application/json' } });
  assert.match((await read(ollama(server.url))).reply.failure?.message ?? '', /"ollama pull m"/);
});

test('nothing of a broken stream is printed to the console', async (t) => {
  const printed: unknown[] = [];
  for (const name of ['log', 'warn', 'error'] as const) t.mock.method(console, name, (...words: unknown[]) => void printed.push(words));
  const server = await startModelServer(t);
  const words = ollamaLine({ message: { role: 'assistant', content: 'a' } });
  server.answer(
    { body: `${words}\n\n \n${words}{"broken\n`, headers: ndjson },
    { body: `${words}{"cut":`, headers: ndjson },
    { status: 500, body: 'plain' },
  );
  assert.equal((await read(ollama(server.url))).reply.failure?.kind, 'malformed');
  const cut = (await read(ollama(server.url))).reply;
  assert.deepEqual([cut.stopReason, cut.text], ['cut', 'a']);
  assert.equal((await read(ollama(server.url))).reply.failure?.kind, 'overloaded');
  assert.deepEqual(printed, []);
});

test('blank lines, a last line without end and old servers without a reason are let be', async (t) => {
  const server = await startModelServer(t);
  const end = ollamaLine({ message: { role: 'assistant', content: 'b' }, done: true }).trim();
  server.answer({ body: `\n${ollamaLine({ message: { role: 'assistant', content: 'a' } })}\r\n\n${end}`, headers: ndjson });
  const { reply } = await read(ollama(server.url));
  assert.deepEqual([reply.text, reply.stopReason, reply.usageEstimated], ['ab', 'stop', true]);
});
