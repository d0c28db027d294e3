import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { totalTokens } from '../../../../src/core/model/usage.ts';
import { openaiDelta, sse } from '../../../support/modelReplies.ts';
import { startModelServer } from '../../../support/modelServer.ts';
import { aRequest, openai, read } from './providerTest.ts';

const events = (...parts: string[]): { body: string[]; headers: Record<string, string> } => ({
  body: parts,
  headers: { 'content-type': 'text/event-stream' },
});
const tools = [{ name: 'read_file', description: 'Reads.', parameters: { type: 'object' } }];

test('the conversation, tools and limits go out in the words of Chat Completions', async (t) => {
  const server = await startModelServer(t);
  server.answer({ reply: { text: 'ok' } });
  const call = { id: 'c1', name: 'read_file', arguments: '{"path":"a"}' };
  const broken = { id: 'c2', name: 'read_file', arguments: '{"path":' };
  const messages = [
    { role: 'system', text: 'Be brief.', origin: 'rota' },
    { role: 'user', text: 'Go.', origin: 'user' },
    { role: 'assistant', text: '', toolCalls: [call, broken] },
    { role: 'tool', callId: 'c1', name: 'read_file', text: 'content', failed: false },
    { role: 'tool', callId: 'c2', name: 'read_file', text: 'not JSON', failed: true },
    { role: 'assistant', text: 'Hm.', toolCalls: [] },
  ] as const;
  await read(openai(server.url), { messages, tools, maxOutputTokens: 99 });
  const wired = (id: string, text: string): object => ({ id, type: 'function', function: { name: 'read_file', arguments: text } });
  assert.deepEqual(server.requests[0]?.body, {
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Go.' },
      { role: 'assistant', content: null, tool_calls: [wired('c1', '{"path":"a"}'), wired('c2', '{}')] },
      { role: 'tool', tool_call_id: 'c1', content: 'content' },
      { role: 'tool', tool_call_id: 'c2', content: 'not JSON' },
      { role: 'assistant', content: 'Hm.' },
    ],
    stream: true,
    stream_options: { include_usage: true },
    tools: [{ type: 'function', function: tools[0] }],
    max_tokens: 99,
  });
});

test('the base URL works with and without /v1, behind a prefix, and as it was pasted', async (t) => {
  const server = await startModelServer(t);
  let api = '';
  server.answerEach(({ path }) => (path === api ? { reply: { text: 'ok' } } : { status: 404, body: 'Not Found' }));
  const cases = [
    ['', '/v1'],
    ['/', '/v1'],
    ['/v1', '/v1'],
    ['/v1/', '/v1'],
    ['/v1/chat/completions', '/v1'],
    ['', ''],
    ['/proxy/llm', '/proxy/llm'],
    ['/proxy/llm', '/proxy/llm/v1'],
    ['/proxy/v1beta/openai', '/proxy/v1beta/openai'],
  ] as const;
  for (const [given, served] of cases) {
    api = `${served}/chat/completions`;
    const provider = openai(`${server.url}${given}`);
    assert.equal((await read(provider)).reply.text, 'ok', `${given} for ${served}`);
    const before = server.requests.length;
    assert.equal((await read(provider)).reply.text, 'ok');
    assert.equal(server.requests.length, before + 1, 'the address that works is remembered');
  }
  const { reply } = await read(openai(`${server.url}/nothing/here`));
  assert.equal(reply.failure?.kind, 'unknown-model');
  assert.match(reply.failure.message, /\/nothing\/here knows neither/);
});

test('a query of the base URL is kept', async (t) => {
  const server = await startModelServer(t);
  server.answer({ reply: { text: 'ok' } });
  await read(openai(`${server.url}/deployments/v1?api-version=7`));
  assert.equal(server.requests[0]?.path, '/deployments/v1/chat/completions?api-version=7');
});

test('words that a server does not know are left out from then on', async (t) => {
  const server = await startModelServer(t);
  server.answerEach(({ body }) => {
    if ('stream_options' in body) return { status: 400, body: '{"error":{"message":"unknown field stream_options"}}' };
    if ('max_tokens' in body) return { status: 400, body: '{"error":{"message":"use max_completion_tokens instead"}}' };
    return { reply: { text: 'ok', usage: null } };
  });
  const provider = openai(server.url);
  const request = aRequest({ maxOutputTokens: 7 });
  assert.equal((await read(provider, request)).reply.text, 'ok');
  assert.equal((await read(provider, request)).reply.text, 'ok');
  assert.equal(server.requests.length, 4);
  assert.equal(server.requests[3]?.body['max_completion_tokens'], 7);
});

test('tool calls come together however servers cut them', async (t) => {
  const server = await startModelServer(t);
  const piece = (...calls: object[]): string => openaiDelta({ tool_calls: calls });
  const cases: [string, string[], [string, string, string][]][] = [
    [
      'interleaved by index',
      [
        piece(
          { index: 0, id: 'a', function: { name: 'x', arguments: '{"p"' } },
          { index: 1, id: 'b', function: { name: 'y', arguments: '' } },
        ),
        piece({ index: 1, function: { arguments: '{}' } }),
        piece({ index: 0, function: { arguments: ':1}' } }),
      ],
      [
        ['a', 'x', '{"p":1}'],
        ['b', 'y', '{}'],
      ],
    ],
    [
      'without ids',
      [piece({ index: 0, function: { name: 'x', arguments: '{}' } }), piece({ index: 1, function: { name: 'x', arguments: '{}' } })],
      [
        ['call-ID1', 'x', '{}'],
        ['call-ID2', 'x', '{}'],
      ],
    ],
    [
      'always index 0',
      [
        piece({ index: 0, id: 'a', function: { name: 'x', arguments: '{}' } }),
        piece({ index: 0, id: 'b', function: { name: 'y', arguments: '{}' } }),
      ],
      [
        ['a', 'x', '{}'],
        ['b', 'y', '{}'],
      ],
    ],
    [
      'without index',
      [
        piece({ id: 'a', function: { name: 'x', arguments: '{' } }),
        piece({ function: { arguments: '}' } }),
        piece({ id: 'b', function: { name: 'y', arguments: '{}' } }),
      ],
      [
        ['a', 'x', '{}'],
        ['b', 'y', '{}'],
      ],
    ],
    [
      'the same id twice',
      [
        piece({ index: 0, id: 'a', function: { name: 'x', arguments: '{}' } }),
        piece({ index: 1, id: 'a', function: { name: 'y', arguments: '{}' } }),
      ],
      [
        ['a', 'x', '{}'],
        ['call-ID1', 'y', '{}'],
      ],
    ],
    ['arguments as an object', [piece({ index: 0, id: 'a', function: { name: 'x', arguments: { p: 1 } } })], [['a', 'x', '{"p":1}']]],
    [
      'the legacy form',
      [openaiDelta({ function_call: { name: 'x', arguments: '{' } }), openaiDelta({ function_call: { arguments: '}' } })],
      [['call-ID1', 'x', '{}']],
    ],
    ['an id of an earlier reply', [piece({ index: 0, id: 'old', function: { name: 'x', arguments: '{}' } })], [['call-ID1', 'x', '{}']]],
  ];
  const earlier = { role: 'assistant', text: '', toolCalls: [{ id: 'old', name: 'x', arguments: '{}' }] } as const;
  for (const [what, pieces, expected] of cases) {
    for (const finish of ['tool_calls', 'stop', 'function_call']) {
      server.answer(events(openaiDelta({ content: 'Beside. ' }), ...pieces, openaiDelta({}, finish), 'data: [DONE]\n\n'));
      const { reply } = await read(openai(server.url), aRequest({ messages: [earlier] }));
      assert.equal(reply.stopReason, 'tool-calls', what);
      assert.deepEqual(
        reply.toolCalls.map((call) => [call.id, call.name, call.arguments]),
        expected,
        what,
      );
      assert.equal(reply.text, 'Beside. ');
    }
  }
});

test('reasoning is told apart from text, in every form it comes', async (t) => {
  const server = await startModelServer(t);
  const parts = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'c' }] },
    { type: 'text', text: 'B' },
  ];
  server.answer(
    events(
      openaiDelta({ reasoning_content: 'a' }),
      openaiDelta({ content: 'A', reasoning: 'b' }),
      openaiDelta({ content: parts }),
      openaiDelta({}, 'stop'),
    ),
  );
  const { reply } = await read(openai(server.url));
  assert.deepEqual([reply.reasoning, reply.text, reply.stopReason], ['abc', 'AB', 'stop']);
});

test('counts of the server become disjoint, whatever it counts', async (t) => {
  const server = await startModelServer(t);
  const provider = openai(server.url);
  const count = fc.nat({ max: 100_000 });
  await fc.assert(
    fc.asyncProperty(count, count, count, fc.option(count), async (prompt, completion, cached, reasoning) => {
      fc.pre(prompt + completion > 0);
      const details = {
        prompt_tokens_details: { cached_tokens: cached },
        completion_tokens_details: reasoning === null ? null : { reasoning_tokens: reasoning },
      };
      server.answer({
        reply: { text: 'abc', reasoning: 'def', usage: { choices: [], prompt_tokens: prompt, completion_tokens: completion, ...details } },
      });
      const { usage, usageEstimated } = (await read(provider)).reply;
      assert.equal(usageEstimated, false);
      assert.equal(totalTokens(usage), prompt + completion);
      assert.ok(Object.values(usage).every((tokens) => tokens >= 0));
    }),
    { numRuns: 30 },
  );
  server.answer({
    reply: {
      text: 'ab',
      usage: {
        prompt_tokens: 100,
        completion_tokens: 50,
        prompt_tokens_details: { cached_tokens: 60 },
        completion_tokens_details: { reasoning_tokens: 20 },
      },
    },
  });
  assert.deepEqual((await read(provider)).reply.usage, { input: 40, cachedInput: 60, output: 30, reasoning: 20 });
});

test('unknown fields, empty choices and other choices are let be', async (t) => {
  const server = await startModelServer(t);
  server.answer(
    events(
      ': comment\n\n',
      sse({ choices: [], prompt_filter_results: [] }),
      sse({ id: 1, x: { y: 2 }, choices: [{ index: 1, delta: { content: 'no' } }] }),
      sse({ choices: [{ index: 0, delta: { content: 'yes', refusal: null }, logprobs: null, finish_reason: null }], usage: null }),
      'event: ping\ndata: {"choices":[]}\n\n',
      'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
    ),
  );
  const { reply } = await read(openai(server.url));
  assert.deepEqual([reply.text, reply.stopReason], ['yes', 'stop']);
});

test('an error object with a status inside the stream is sorted like that status', async (t) => {
  const server = await startModelServer(t);
  server.answer(events(openaiDelta({ content: 'Well' }), sse({ error: { code: 429, message: 'too fast' } })));
  const { reply } = await read(openai(server.url));
  assert.deepEqual([reply.failure?.kind, reply.text], ['rate-limited', 'Well']);
});
