import assert from 'node:assert/strict';
import test from 'node:test';
import { startModelServer, type Answer } from '../../../support/modelServer.ts';
import { aRequest, read, wires } from './providerTest.ts';

const long = { text: 'word '.repeat(500), toolCalls: [{ name: 'run', arguments: { command: 'x'.repeat(400) } }] };
const phases: [string, Answer][] = [
  ['before the headers', { stall: 'headers' }],
  ['before the first event', { reply: long, stopAt: 0, then: 'stall' }],
  ['in the middle of a silence', { reply: long, stopAt: 2000, then: 'stall' }],
  ['in the middle of the flow', { reply: long, pace: 5 }],
  ['while the server explains a refusal', { status: 500, body: ['x'], then: 'stall' }],
];

for (const { name, make } of wires) {
  for (const [phase, answer] of phases) {
    test(`${name}: abort ${phase} ends the stream at once and closes the connection`, { timeout: 10_000 }, async (t) => {
      const server = await startModelServer(t);
      server.answer(answer);
      const abort = new AbortController();
      const streaming = read(make(server.url), aRequest(), abort.signal);
      while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 60));
      const before = performance.now();
      abort.abort();
      const { reply } = await streaming;
      assert.equal(reply.stopReason, 'aborted');
      await server.requests[0]?.disconnected;
      assert.ok(performance.now() - before < 1000);
    });
  }

  test(`${name}: a stream whose signal was aborted beforehand sends nothing`, async (t) => {
    const server = await startModelServer(t);
    const { reply } = await read(make(server.url), aRequest(), AbortSignal.abort());
    assert.deepEqual([reply.stopReason, server.requests.length], ['aborted', 0]);
  });

  test(`${name}: abort does not wait for a key store that hangs`, async (t) => {
    const server = await startModelServer(t);
    const abort = new AbortController();
    const streaming = read(make(server.url, { findKey: () => new Promise(() => undefined) }), aRequest(), abort.signal);
    setTimeout(() => abort.abort(), 20);
    assert.equal((await streaming).reply.stopReason, 'aborted');
  });

  test(`${name}: a consumer that stops reading closes the connection`, { timeout: 10_000 }, async (t) => {
    const server = await startModelServer(t);
    server.answer({ reply: long, pace: 5 });
    for await (const event of make(server.url).stream(aRequest(), new AbortController().signal)) {
      if (event.type === 'text-delta') break;
    }
    await server.requests[0]?.disconnected;
  });

  test(`${name}: after an abort between two events nothing but the finish comes`, async (t) => {
    const server = await startModelServer(t);
    server.answer({ reply: long });
    const abort = new AbortController();
    const after: string[] = [];
    for await (const event of make(server.url).stream(aRequest(), abort.signal)) {
      if (abort.signal.aborted) after.push(event.type);
      abort.abort();
    }
    assert.deepEqual(after, ['finish']);
  });

  test(`${name}: a slow consumer is not taken for a silent server`, async (t) => {
    const server = await startModelServer(t);
    server.answer({ reply: { text: 'one two three' }, pace: 10 });
    let last = '';
    for await (const event of make(server.url, { limits: { first: 5000, idle: 150 } }).stream(aRequest(), new AbortController().signal)) {
      if (event.type === 'text-delta' && last === '') await new Promise((resolve) => setTimeout(resolve, 500));
      last = event.type === 'finish' ? event.reply.stopReason : event.type;
    }
    assert.equal(last, 'stop');
  });

  test(`${name}: whole replies leave their connection to the next request`, async (t) => {
    const server = await startModelServer(t);
    const provider = make(server.url);
    server.answerEach(() => ({ reply: { text: 'hello' }, pace: 2 }));
    for (let step = 0; step < 5; step += 1) assert.equal((await read(provider)).reply.stopReason, 'stop');
    const ports = new Set(server.requests.map(({ clientPort }) => clientPort));
    assert.ok(ports.size < 5, `${ports.size} connections for 5 requests`);
  });
}
