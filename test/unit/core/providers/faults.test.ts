import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import test from 'node:test';
import fc from 'fast-check';
import { encodeReply, type ServedReply } from '../../../support/modelReplies.ts';
import { startModelServer, type Answer } from '../../../support/modelServer.ts';
import { read, wires } from './providerTest.ts';

const MB = 1024 * 1024;
const calling: ServedReply = {
  text: 'Hé 🙂.',
  toolCalls: [{ name: 'run', arguments: { command: 'rm -rf ö' } }],
};

for (const { name, make } of wires) {
  const length = Buffer.byteLength(encodeReply(name, calling).join(''));
  /** Where the finish reason is complete: before it the reply is cut. */
  const body = encodeReply(name, calling).join('');
  const finishAt = Buffer.byteLength(
    body.slice(0, body.indexOf('}', body.indexOf(name === 'openai' ? '"finish_reason":"tool_calls"' : '"done":true'))),
  );
  const type = name === 'openai' ? 'text/event-stream' : 'application/x-ndjson';
  const event = (text: string): string => (name === 'openai' ? `data: ${text}\n\n` : `${text}\n`);
  const hello = encodeReply(name, { text: 'hello', finish: null, usage: null })
    .filter((line) => !line.includes('[DONE]'))
    .join('');

  test(`${name}: a reply that was cut at any byte is a draft, and no tool of it comes out`, { timeout: 60_000 }, async (t) => {
    const server = await startModelServer(t);
    const provider = make(server.url);
    for (let stopAt = 0; stopAt < finishAt; stopAt += 1) {
      server.answer({ reply: calling, stopAt });
      const { reply } = await read(provider);
      assert.equal(reply.stopReason, 'cut', `at byte ${stopAt} of ${length}: ${reply.failure?.message}`);
      assert.ok(calling.text?.startsWith(reply.text.replace('\uFFFD', '')), reply.text);
    }
  });

  test(`${name}: a reset connection ends the reply as cut`, async (t) => {
    const server = await startModelServer(t);
    for (const stopAt of [0, 30, Math.floor(finishAt / 2), finishAt - 5]) {
      server.answer({ reply: calling, stopAt, then: 'reset' });
      assert.equal((await read(make(server.url))).reply.stopReason, 'cut');
    }
  });

  test(`${name}: pieces may end anywhere, also inside a character`, async (t) => {
    const server = await startModelServer(t);
    const provider = make(server.url);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        async (text, chunkBytes) => {
          server.answer({ reply: { text, toolCalls: [{ name: 'a', arguments: { text } }] }, chunkBytes });
          const { reply } = await read(provider);
          assert.equal(reply.stopReason, 'tool-calls');
          assert.equal(reply.text, text);
          assert.deepEqual(JSON.parse(reply.toolCalls[0]?.arguments ?? ''), { text });
        },
      ),
      { numRuns: 25 },
    );
  });

  test(`${name}: what is not a model reply is malformed, and said in plain words`, async (t) => {
    const server = await startModelServer(t);
    const cases: [string, Answer, RegExp][] = [
      [
        'a page',
        { body: '<html><title>Hotel login</title>', headers: { 'content-type': 'text/html; charset=utf-8' } },
        /text\/html.*Hotel login/,
      ],
      ['no type', { body: 'hello', headers: { 'content-type': '' } }, /instead of a stream/],
      ['broken JSON', { body: hello + event('{"choices":[{"del'), headers: { 'content-type': type } }, /JSON/],
      ['another form', { body: hello + event('{"choices":7,"message":7}'), headers: { 'content-type': type } }, /another form/],
      [
        'an error object',
        { body: hello + event('{"error":{"message":"the runner died"}}'), headers: { 'content-type': type } },
        /the runner died/,
      ],
      ['an error text', { body: hello + event('{"error":"the runner died"}'), headers: { 'content-type': type } }, /the runner died/],
    ];
    for (const [what, answer, message] of cases) {
      server.answerEach(() => answer);
      const { reply } = await read(make(server.url));
      assert.equal(reply.failure?.kind, 'malformed', what);
      assert.match(reply.failure.message, message, what);
      assert.ok(reply.failure.message.includes(server.url), what);
    }
  });

  test(`${name}: a line or a reply without end is given up before memory fills`, async (t) => {
    const server = await startModelServer(t);
    const limits = { lineBytes: 4096, replyBytes: 20_000 };
    server.answerEach(() => ({
      body: [hello, ...Array.from({ length: 64 }, () => 'x'.repeat(1024))],
      headers: { 'content-type': type },
      then: 'stall',
    }));
    assert.match((await read(make(server.url, { limits }))).reply.failure?.message ?? '', /line of more than 4096 bytes/);
    server.answerEach(() => ({ reply: { text: 'x'.repeat(30_000), deltaLength: 50 } }));
    assert.match((await read(make(server.url, { limits }))).reply.failure?.message ?? '', /longer than 20000 bytes/);
    server.answerEach(() => ({ body: [hello, ...Array.from({ length: 5 }, () => 'x'.repeat(MB))], headers: { 'content-type': type } }));
    assert.equal((await read(make(server.url))).reply.failure?.kind, 'malformed');
  });

  test(`${name}: silence before the headers, before the first event and in the middle ends in a timeout`, async (t) => {
    const server = await startModelServer(t);
    const limits = { first: 150, idle: 150 };
    const halves: Answer[] = [
      { stall: 'headers' },
      { stall: 'body', headers: { 'content-type': type } },
      { reply: calling, stopAt: finishAt - 40, then: 'stall' },
    ];
    for (const answer of halves) {
      server.answer(answer);
      const { reply } = await read(make(server.url, { limits }));
      assert.deepEqual([reply.failure?.kind, reply.failure?.retryable], ['timeout', true]);
      await server.requests.at(-1)?.disconnected;
    }
  });

  test(`${name}: a server that stays silent after its finish reason has given a whole reply`, async (t) => {
    const server = await startModelServer(t);
    const events = encodeReply(name, { text: 'done', usage: null }).filter((line) => !line.includes('[DONE]'));
    server.answer({ body: events, headers: { 'content-type': type }, then: 'stall' });
    const { reply } = await read(make(server.url, { limits: { tail: 100 } }));
    assert.deepEqual([reply.stopReason, reply.text, reply.usageEstimated], ['stop', 'done', true]);
    await server.requests[0]?.disconnected;
  });

  test(`${name}: refusals are sorted by what can be done`, async (t) => {
    const server = await startModelServer(t);
    const json = { 'content-type': 'application/json' };
    const cases: [Answer, string, boolean][] = [
      [{ status: 401, body: '{"error":{"message":"Incorrect API key"}}', headers: json }, 'unauthorized', false],
      [{ status: 403, body: 'no' }, 'unauthorized', false],
      [{ status: 404, body: '{"error":"model \\"m\\" not found, try pulling it first"}', headers: json }, 'unknown-model', false],
      [
        { status: 400, body: '{"error":{"message":"The model `m` does not exist","code":"model_not_found"}}', headers: json },
        'unknown-model',
        false,
      ],
      [{ status: 400, body: '{"error":"registry/m does not support tools"}', headers: json }, 'no-tool-support', false],
      [
        {
          status: 400,
          body: '{"error":{"message":"maximum context length is 8192 tokens","code":"context_length_exceeded"}}',
          headers: json,
        },
        'context-too-long',
        false,
      ],
      [{ status: 413, body: '' }, 'context-too-long', false],
      [{ status: 400, body: '{"error":{"message":"bad temperature"}}', headers: json }, 'rejected', false],
      [{ status: 422, body: '{"detail":[{"msg":"field required"}]}', headers: json }, 'rejected', false],
      [{ status: 407, body: '' }, 'unreachable', false],
      [{ status: 408, body: '' }, 'timeout', true],
      [{ status: 429, body: '{"error":{"message":"slow down"}}', headers: json }, 'rate-limited', true],
      [
        { status: 429, body: '{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}', headers: json },
        'rejected',
        false,
      ],
      [{ status: 500, body: '<html><body>oops</body></html>', headers: { 'content-type': 'text/html' } }, 'overloaded', true],
      [{ status: 503, body: 'busy' }, 'overloaded', true],
      [{ status: 529, body: '<html></html>' }, 'overloaded', true],
      [{ status: 307, body: '', headers: { location: 'http://elsewhere.example/v1' } }, 'rejected', false],
    ];
    for (const [answer, kind, retryable] of cases) {
      server.answerEach(() => answer);
      const { reply } = await read(make(server.url));
      assert.deepEqual([reply.failure?.kind, reply.failure?.retryable], [kind, retryable], `${answer.status} ${String(answer.body)}`);
      assert.match(reply.failure?.message ?? '', /127\.0\.0\.1/);
      assert.equal(reply.usage.input, 0);
    }
  });

  test(`${name}: the wait that a server asks for is passed on whole`, async (t) => {
    const server = await startModelServer(t);
    const waits: [string, number | undefined][] = [
      ['1', 1000],
      ['3600', 3_600_000],
      ['soon', undefined],
    ];
    for (const [value, expected] of waits) {
      server.answer({ status: 429, body: 'slow', headers: { 'retry-after': value } });
      assert.equal((await read(make(server.url))).reply.failure?.retryAfter, expected);
    }
    server.answer({ status: 503, body: 'slow', headers: { 'retry-after': new Date(Date.now() + 120_000).toUTCString() } });
    const { retryAfter } = (await read(make(server.url))).reply.failure ?? {};
    assert.ok(retryAfter !== undefined && retryAfter > 110_000 && retryAfter < 130_000, String(retryAfter));
  });

  test(`${name}: nobody there, no such host, no HTTP, no TLS`, async (t) => {
    const server = await startModelServer();
    await server.close();
    const gone = (await read(make(server.url))).reply.failure;
    assert.deepEqual([gone?.kind, gone?.retryable], ['unreachable', true]);
    const nameless = (await read(make('http://no-such-host.invalid:9'))).reply.failure;
    assert.equal(nameless?.kind, 'unreachable');
    const talker = createServer((socket) => void socket.end('SSH-2.0-hello\r\n'));
    await new Promise<void>((resolve) => talker.listen(0, '127.0.0.1', resolve));
    t.after(() => talker.close());
    const address = talker.address();
    const port = typeof address === 'object' ? address?.port : 0;
    assert.equal((await read(make(`http://127.0.0.1:${port}`))).reply.failure?.kind, 'malformed');
    const tls = (await read(make(`https://127.0.0.1:${port}`))).reply.failure;
    assert.deepEqual([tls?.kind, tls?.retryable], ['unreachable', false]);
  });

  test(`${name}: length and content filter end a reply without its tools`, async (t) => {
    const server = await startModelServer(t);
    server.answer(
      { reply: { ...calling, finish: 'length' } },
      { reply: { ...calling, finish: name === 'openai' ? 'content_filter' : 'length' } },
    );
    assert.equal((await read(make(server.url))).reply.stopReason, 'length');
    assert.match((await read(make(server.url))).reply.stopReason, /content-filter|length/);
    server.answer({ reply: { ...calling, finish: 'gremlins' } });
    assert.match((await read(make(server.url))).reply.failure?.message ?? '', /gremlins/);
  });

  test(`${name}: without counts from the server the usage is estimated and says so`, async (t) => {
    const server = await startModelServer(t);
    server.answer({ reply: { text: 'x'.repeat(400), usage: null } });
    const { reply } = await read(make(server.url));
    assert.equal(reply.usageEstimated, true);
    assert.equal(reply.usage.output, 100);
    assert.ok(reply.usage.input > 0);
  });
}

test('openai: comments do not count as life', async (t) => {
  const server = await startModelServer(t);
  const [openaiWire] = wires;
  server.answer({ body: ': hello\n\n', headers: { 'content-type': 'text/event-stream' }, then: 'comments' });
  const { reply } = await read(openaiWire.make(server.url, { limits: { first: 200 } }));
  assert.equal(reply.failure?.kind, 'timeout');
});
