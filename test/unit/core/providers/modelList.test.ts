import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { localServers } from '../../../../src/core/providers/localServers.ts';
import { listModels } from '../../../../src/core/providers/modelList.ts';

async function serve(test: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const noKey = { fetch, findKey: async () => undefined };
const soon = () => AbortSignal.timeout(5000);
const json =
  (value: unknown): RequestListener =>
  (_request, response) =>
    void response.end(JSON.stringify(value));

describe('the models of a server', () => {
  it('are read from a server of Chat Completions, with or without /v1 in its address', async (test) => {
    const url = await serve(test, (request, response) => {
      if (request.url !== '/v1/models') return void response.writeHead(404).end();
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'b' }, { id: 'a', owned_by: 'x' }, { id: 'a' }] }));
    });
    const found = { kind: 'models', models: ['a', 'b'] };
    for (const baseUrl of [url, `${url}/v1`, `${url}/v1/chat/completions`])
      assert.deepEqual(await listModels({ provider: 'openai', baseUrl }, noKey, soon()), found);
  });

  it('are read from Ollama', async (test) => {
    const url = await serve(
      test,
      (request, response) =>
        void response.end(request.url === '/api/tags' ? JSON.stringify({ models: [{ name: 'qwen3:8b', size: 1 }] }) : ''),
    );
    assert.deepEqual(await listModels({ provider: 'ollama', baseUrl: url }, noKey, soon()), { kind: 'models', models: ['qwen3:8b'] });
  });

  it('leave out names that are none', async (test) => {
    const url = await serve(
      test,
      json({ data: [{ id: 'good' }, { id: 'evil\u001b[2J' }, { id: 'hid\u200bden' }, { id: 7 }, null, { id: 'x'.repeat(301) }] }),
    );
    assert.deepEqual(await listModels({ provider: 'openai', baseUrl: url }, noKey, soon()), { kind: 'models', models: ['good'] });
  });

  it('need a key that goes to its own origin, and the server may refuse it', async (test) => {
    const seen: (string | undefined)[] = [];
    const url = await serve(test, (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(request.headers.authorization === 'Bearer right' ? 200 : 401).end('{"data":[]}');
    });
    const asked: string[] = [];
    const list = (key: string) => {
      const findKey = async (origin: string): Promise<string> => {
        asked.push(origin);
        return key;
      };
      return listModels({ provider: 'openai', baseUrl: `${url}/v1` }, { fetch, findKey }, soon());
    };
    assert.deepEqual(
      [await list('right'), await list('wrong')],
      [
        { kind: 'models', models: [] },
        { kind: 'refused', status: 401 },
      ],
    );
    assert.deepEqual(
      [seen, asked],
      [
        ['Bearer right', 'Bearer wrong'],
        [url, url],
      ],
    );
  });

  it('are not looked for where a redirect leads', async (test) => {
    let reached = false;
    const target = await serve(test, (_request, response) => {
      reached = true;
      response.end('{"data":[]}');
    });
    const url = await serve(test, (_request, response) => void response.writeHead(302, { location: `${target}/v1/models` }).end());
    assert.deepEqual(await listModels({ provider: 'openai', baseUrl: url }, { fetch, findKey: async () => 'secret' }, soon()), {
      kind: 'unknown',
    });
    assert.equal(reached, false);
  });

  it('are unknown when a page, nonsense or a flood comes', async (test) => {
    const page = await serve(test, (_request, response) => void response.end('<html>'));
    const flood = await serve(test, (_request, response) => {
      const piece = Buffer.alloc(1024 * 1024, 32);
      const more = (): void => void (!response.destroyed && response.write(piece, () => setImmediate(more)));
      more();
    });
    for (const baseUrl of [page, flood])
      assert.deepEqual(await listModels({ provider: 'ollama', baseUrl }, noKey, soon()), { kind: 'unknown' });
  });

  it('are given up when nobody listens, nobody answers in time or the address is none', async (test) => {
    const silent = await serve(test, () => undefined);
    assert.deepEqual(await listModels({ provider: 'openai', baseUrl: silent }, noKey, AbortSignal.timeout(50)), { kind: 'unreachable' });
    for (const baseUrl of ['http://127.0.0.1:9', 'nonsense'])
      assert.deepEqual(await listModels({ provider: 'openai', baseUrl }, noKey, soon()), { kind: 'unreachable' });
  });

  it('are only ever looked for on this machine without being asked to', () => {
    for (const host of [undefined, 'models.example.com:11500', 'http://10.0.0.1:11500']) {
      const servers = localServers(host);
      assert.equal(servers[0]?.baseUrl, 'http://127.0.0.1:11434');
      for (const { baseUrl } of servers) assert.equal(new URL(baseUrl).hostname, '127.0.0.1');
    }
  });

  it('are looked for where Ollama was told to listen', () => {
    for (const host of ['11500', '127.0.0.1:11500', '0.0.0.0:11500', 'http://localhost:11500', '[::]:11500'])
      assert.equal(localServers(host)[0]?.baseUrl, 'http://127.0.0.1:11500', host);
    for (const host of ['', '127.0.0.1', 'not a host', ':', '99999999'])
      assert.equal(localServers(host)[0]?.baseUrl, 'http://127.0.0.1:11434', host);
  });
});
