import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as sendRequest, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { hostFetch } from '../../../../src/node/network/hostFetch.ts';
import { startModelServer } from '../../../support/modelServer.ts';
import { tempFolder } from '../../../support/tempFolder.ts';
import { openai, read } from '../../core/providers/providerTest.ts';

interface Proxy {
  readonly url: string;
  readonly port: number;
  /** `CONNECT host:port`, or method and whole address. */
  readonly asked: string[];
  readonly logins: (string | undefined)[];
}

interface Cleanup {
  after(act: () => unknown): void;
}

async function listen(t: Cleanup, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A proxy that passes everything on to one port of this machine, whatever host is asked for; or refuses with a status. */
async function startProxy(t: Cleanup, port: number, refusal?: number): Promise<Proxy> {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const note = (request: IncomingMessage): void => {
    asked.push(`${request.method} ${request.url}`);
    logins.push(request.headers['proxy-authorization']);
  };
  const server = createServer((request, response) => {
    note(request);
    if (refusal !== undefined) {
      response.writeHead(refusal).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '');
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const onward = sendRequest({ port, host: '127.0.0.1', method: request.method, path: pathname, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket, head) => {
    note(request);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  const own = await listen(t, server);
  t.after(() => server.closeAllConnections());
  return { url: `http://ada:a-password@127.0.0.1:${own}`, port: own, asked, logins };
}

const login = `Basic ${Buffer.from('ada:a-password').toString('base64')}`;

test('a model is asked through the proxy of the environment, with its login, and streams', async (t) => {
  const server = await startModelServer(t);
  server.answer({ reply: { text: 'hello from afar' }, pace: 1, chunkBytes: 20 });
  const proxy = await startProxy(t, Number(new URL(server.url).port));
  const { reply } = await read(
    openai('http://models.example/v1', { fetch: hostFetch({ HTTP_PROXY: proxy.url }), findKey: async () => 'the-key' }),
  );
  assert.deepEqual([reply.text, reply.stopReason], ['hello from afar', 'stop'], reply.failure?.message);
  assert.deepEqual(proxy.asked, ['POST http://models.example/v1/chat/completions']);
  assert.deepEqual(proxy.logins, [login]);
  assert.equal(server.requests[0]?.headers['authorization'], 'Bearer the-key');
  assert.equal(server.requests[0]?.headers['proxy-authorization'], undefined);
});

test('a model of this machine is asked without the proxy', async (t) => {
  const server = await startModelServer(t);
  server.answer({ body: '{"data":[]}', status: 200 });
  const proxy = await startProxy(t, 9);
  const answer = await hostFetch({ HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url })(`${server.url}/v1/models`);
  assert.deepEqual([answer.status, proxy.asked], [200, []]);
});

/** A certificate for `models.example` that nothing trusts by itself; `undefined` without the program. */
function certificate(folder: string): { key: string; cert: string; file: string } | undefined {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=models.example'];
  try {
    execFileSync('openssl', [...args, '-addext', 'subjectAltName=DNS:models.example'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8'), file: cert };
}

test('a secure address is reached through a tunnel, and trusted when the environment names its certificate', async (t) => {
  const folder = await tempFolder(t);
  const own = certificate(folder);
  if (!own) return t.skip('needs the program openssl');
  const server = createSecureServer({ key: own.key, cert: own.cert }, (request, response) =>
    response.end(`${request.headers.host} ${request.url}`),
  );
  const proxy = await startProxy(t, await listen(t, server));
  for (const trust of [{ SSL_CERT_FILE: own.file }, { NODE_EXTRA_CA_CERTS: own.file }, { SSL_CERT_DIR: `/nowhere:${folder}` }]) {
    const answer = await hostFetch({ https_proxy: proxy.url, ...trust })('https://models.example/v1/models');
    assert.equal(await answer.text(), 'models.example /v1/models');
  }
  assert.deepEqual([...new Set(proxy.asked)], ['CONNECT models.example:443']);
  assert.deepEqual([...new Set(proxy.logins)], [login]);
  await assert.rejects(hostFetch({ https_proxy: proxy.url })('https://models.example/'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  await assert.rejects(hostFetch({ https_proxy: proxy.url, SSL_CERT_FILE: own.file })('https://other.example/'), {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('a proxy that refuses or is not there is named, without its password', async (t) => {
  const refusing = await startProxy(t, 9, 407);
  const busy = await startProxy(t, 9, 503);
  for (const [environment, address, pattern] of [
    [{ https_proxy: refusing.url }, 'https://models.example/', /^proxy http:\/\/127\.0\.0\.1:\d+ \(https_proxy\): 407$/],
    [{ http_proxy: refusing.url }, 'http://models.example/', /\(http_proxy\): 407$/],
    [{ HTTPS_PROXY: busy.url }, 'https://models.example/', /\(HTTPS_PROXY\): 503$/],
    [{ ALL_PROXY: 'http://ada:a-password@127.0.0.1:9' }, 'https://models.example/', /\(ALL_PROXY\): ECONNREFUSED$/],
    [{ ALL_PROXY: 'http://ada:a-password@127.0.0.1:9' }, 'http://models.example/', /\(ALL_PROXY\): ECONNREFUSED$/],
  ] as const)
    await assert.rejects(hostFetch(environment)(address), (error: Error) => {
      assert.equal(error.name, 'ProxyError');
      assert.match(error.message, pattern);
      assert.doesNotMatch(error.message, /a-password/);
      return true;
    });
});

test('a request that is given up ends with the reason, also while the proxy is silent', async (t) => {
  const silent = createServer(() => undefined);
  silent.on('connect', () => undefined);
  const port = await listen(t, silent);
  t.after(() => silent.closeAllConnections());
  for (const address of ['http://models.example/', 'https://models.example/']) {
    const controller = new AbortController();
    const reason = new Error('given up');
    const answer = hostFetch({ ALL_PROXY: `http://127.0.0.1:${port}` })(address, { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await assert.rejects(answer, reason);
  }
});

test('the failure that a person reads names the proxy and the way out', async (t) => {
  const busy = await startProxy(t, 9, 503);
  const login = await startProxy(t, 9, 407);
  for (const [proxy, pattern] of [
    [
      busy,
      /^The way to http:\/\/models\.example goes through a proxy that does not let it through: proxy http:\/\/127.*\(ALL_PROXY\): 503\. .*NO_PROXY/,
    ],
    [login, /wants to know who you are \(status 407\)/],
  ] as const) {
    const { reply } = await read(openai('https://models.example/v1', { fetch: hostFetch({ ALL_PROXY: proxy.url }) }));
    assert.match((reply.failure?.message ?? '').replace('https://models', 'http://models'), pattern);
  }
});
