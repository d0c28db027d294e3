import assert from 'node:assert/strict';
import test from 'node:test';
import { startModelServer } from '../../../support/modelServer.ts';
import { KEY, read, wires } from './providerTest.ts';

for (const { name, make } of wires) {
  test(`${name}: a key goes to its own origin and no further`, async (t) => {
    const server = await startModelServer(t);
    const elsewhere = await startModelServer(t);
    const asked: string[] = [];
    const findKey = (origin: string): Promise<string | undefined> => {
      asked.push(origin);
      return Promise.resolve(origin === server.url ? `${KEY}\n` : undefined);
    };
    server.answer({ reply: { text: 'hi' } });
    await read(make(server.url, { findKey }));
    assert.equal(server.requests[0]?.headers['authorization'], `Bearer ${KEY}`);
    elsewhere.answer({ reply: { text: 'hi' } });
    await read(make(elsewhere.url, { findKey }));
    assert.equal(elsewhere.requests[0]?.headers['authorization'], undefined);
    assert.deepEqual(asked, [server.url, elsewhere.url]);
  });

  test(`${name}: a redirect is not followed, with or without the key, but named`, async (t) => {
    const server = await startModelServer(t);
    const elsewhere = await startModelServer(t);
    for (const status of [301, 302, 307, 308]) {
      server.answerEach(() => ({ status, body: '', headers: { location: `${elsewhere.url}/api?token=hidden` } }));
      const { reply } = await read(make(server.url, { findKey: () => Promise.resolve(KEY) }));
      assert.match(reply.failure?.message ?? '', new RegExp(`${elsewhere.url}/api the base URL`));
      assert.doesNotMatch(reply.failure?.message ?? '', /hidden/);
    }
    assert.equal(elsewhere.requests.length, 0);
  });

  test(`${name}: no failure text holds the key, even when the server repeats it`, async (t) => {
    const server = await startModelServer(t);
    const echo = `Wrong key ${KEY}, that is Bearer ${KEY} or sk-other-abcdefgh12345678`;
    for (const status of [400, 401, 403, 404, 429, 500, 503, 200]) {
      server.answerEach(() => ({
        status,
        body: JSON.stringify({ error: { message: echo, code: KEY } }),
        headers: { 'content-type': 'application/json' },
      }));
      const { reply } = await read(make(server.url, { findKey: () => Promise.resolve(KEY) }));
      const said = JSON.stringify(reply);
      assert.match(said, /Wrong key \*\*\*/, String(status));
      assert.ok(!said.includes(KEY) && !said.includes('abcdefgh12345678'), said);
    }
  });

  test(`${name}: a key that cannot be a header is refused without being quoted`, async (t) => {
    const server = await startModelServer(t);
    for (const key of ['two\nlines-secret', 'schlüssel-secret']) {
      const { reply } = await read(make(server.url, { findKey: () => Promise.resolve(key), keyAdvice: () => 'Set it again.' }));
      assert.equal(reply.failure?.kind, 'not-configured');
      assert.match(reply.failure.message, /Set it again\.$/);
      assert.doesNotMatch(reply.failure.message, /secret/);
    }
    assert.equal(server.requests.length, 0);
  });

  test(`${name}: keys and headers that the SDK finds in the environment stay here`, async (t) => {
    const planted = {
      OPENAI_API_KEY: 'sk-planted-1',
      OPENAI_ADMIN_KEY: 'sk-planted-2',
      OPENAI_ORG_ID: 'planted-3',
      OPENAI_PROJECT_ID: 'planted-4',
      OPENAI_CUSTOM_HEADERS: 'x-secret: planted-5',
      OLLAMA_API_KEY: 'planted-6',
    };
    Object.assign(process.env, planted);
    t.after(() => Object.keys(planted).forEach((variable) => delete process.env[variable]));
    const server = await startModelServer(t);
    server.answer({ reply: { text: 'hi' } });
    assert.equal((await read(make(server.url))).reply.stopReason, 'stop');
    assert.doesNotMatch(JSON.stringify(server.requests), /planted/);
  });

  test(`${name}: an address with a password in it is refused, and the password is not shown`, () => {
    assert.throws(
      () => make('http://me:hunter2@127.0.0.1:9/v1'),
      (error: Error) => error.name === 'UserError' && !error.message.includes('hunter2'),
    );
  });

  test(`${name}: control and invisible characters of a server are not shown`, async (t) => {
    const server = await startModelServer(t);
    server.answerEach(() => ({ status: 400, body: `bad \u001b[31mred\u202e\u200b\n\n${'x'.repeat(5000)}` }));
    const message = (await read(make(server.url))).reply.failure?.message ?? '';
    assert.match(message, /bad \[31mred x/);
    assert.ok(message.length < 1000);
    assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u);
  });
}
