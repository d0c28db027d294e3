import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import * as tls from 'node:tls';
import { statedCertificates } from './certificates.ts';
import { proxyFor, proxyLogin, type StatedProxy } from './proxies.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Fetch = typeof globalThis.fetch;

/** What a request is made of here: models are asked with nothing more. */
interface Plain {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The proxy does not let a request through; the words name it without its password. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'EPROXY';
}

/**
 * The `fetch` of a process that is no editor: goes through the proxy and trusts the certificates that the environment names, which node's own does in its
 * newest versions only, and if told before it starts. Where the environment names none, and for this machine itself, it is node's own. Redirects are
 * answered, not followed, and bodies are text.
 */
export function hostFetch(environment: Environment): Fetch {
  let trusted: readonly string[] | undefined | null = null;
  return async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : input);
    const proxy = proxyFor(address, environment);
    if (address.protocol === 'https:' && trusted === null) trusted = statedCertificates(environment).trusted;
    if (!proxy && (address.protocol !== 'https:' || !trusted)) return fetch(input, init);
    return send(address, plainOf(init), { proxy, ca: trusted ?? undefined });
  };
}

interface Way {
  readonly proxy: StatedProxy | undefined;
  readonly ca: readonly string[] | undefined;
}

async function send(address: URL, plain: Plain, { proxy, ca }: Way): Promise<Response> {
  plain.signal?.throwIfAborted();
  const { method, headers, signal } = plain;
  const options: https.RequestOptions = { method, headers: { ...headers, host: address.host }, signal };
  try {
    if (!proxy?.url) return await answerOf(https.request(address, { ...options, ca: mutable(ca), agent: false }), plain);
    if (address.protocol === 'http:') return await throughProxy(address, plain, { proxy, ca });
    const socket = await tunnel(address, { proxy, ca }, signal);
    const secure = tls.connect({
      socket,
      servername: nameOf(address),
      host: address.hostname,
      ca: mutable(ca),
      ALPNProtocols: ['http/1.1'],
    });
    return await answerOf(https.request(address, { ...options, createConnection: () => secure }), plain);
  } catch (error) {
    throw signal?.aborted ? (signal.reason as Error) : error;
  }
}

/** Of a plain address the proxy is asked for the whole of it. */
async function throughProxy(address: URL, { method, headers, body, signal }: Plain, way: Way): Promise<Response> {
  const request = askProxy(way, { method, path: address.href, headers: { ...headers, ...loginHeader(way), host: address.host }, signal });
  const answer = await answerOf(request, { method, headers, body, signal }).catch((error: unknown) => {
    throw signal?.aborted ? error : proxyError(way, error);
  });
  if (answer.status === 407) throw refusal(way, 407);
  return answer;
}

/** A connection through the proxy that it does not look into. */
function tunnel(address: URL, way: Way, signal: AbortSignal | undefined): Promise<Socket> {
  const host = `${address.hostname}:${address.port || '443'}`;
  const request = askProxy(way, { method: 'CONNECT', path: host, headers: { host, ...loginHeader(way) }, signal });
  return new Promise((resolve, reject) => {
    request.once('connect', ({ statusCode = 0 }: http.IncomingMessage, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refusal(way, statusCode));
    });
    request.once('response', (response) => {
      response.destroy();
      reject(refusal(way, response.statusCode ?? 0));
    });
    request.once('error', (error) => reject(signal?.aborted ? error : proxyError(way, error)));
    request.end();
  });
}

function askProxy({ proxy, ca }: Way, options: http.RequestOptions): http.ClientRequest {
  const { protocol, hostname, port } = proxy?.url ?? new URL('http://invalid');
  const to = {
    ...options,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || (protocol === 'https:' ? 443 : 80),
    agent: false as const,
  };
  return protocol === 'https:' ? https.request({ ...to, ca: mutable(ca) }) : http.request(to);
}

function loginHeader({ proxy }: Way): Record<string, string> {
  const login = proxy?.url && proxyLogin(proxy.url);
  return login === undefined ? {} : { 'proxy-authorization': login };
}

function answerOf(request: http.ClientRequest, { body }: Plain): Promise<Response> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (incoming) => {
      const { statusCode: status = 0, rawHeaders } = incoming;
      const headers = new Headers();
      for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
      const isEmpty = status === 204 || status === 205 || status === 304;
      resolve(new Response(isEmpty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>), { status, headers }));
    });
    request.end(body);
  });
}

function plainOf(init: RequestInit = {}): Plain {
  const { method = 'GET', body, signal } = init;
  if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('only text is sent');
  const headers = Object.fromEntries(new Headers(init.headers).entries());
  if (typeof body === 'string') headers['content-length'] = String(Buffer.byteLength(body));
  return { method, headers, body: body ?? undefined, signal: signal ?? undefined };
}

function proxyError({ proxy }: Way, cause: unknown): ProxyError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new ProxyError(proxyText(proxy, code), { cause });
}

function refusal({ proxy }: Way, status: number): ProxyError {
  return new ProxyError(proxyText(proxy, String(status)));
}

function proxyText(proxy: StatedProxy | undefined, problem: string): string {
  return `proxy ${proxy?.shown ?? ''} (${proxy?.variable ?? ''}): ${problem}`;
}

function mutable(ca: readonly string[] | undefined): string[] | undefined {
  return ca && [...ca];
}

/** An address has no name to ask for. */
function nameOf({ hostname }: URL): string {
  return /^[\d.]+$|^\[/.test(hostname) ? '' : hostname;
}
