import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { encodeReply, type ServedReply, type WireName } from './modelReplies.ts';

/** What the server does with one request. Every field is optional; `{ reply: { text: 'hello' } }` is an ordinary answer. */
export interface Answer {
  /** Streamed in the protocol of the request's path: Ollama for `/api/chat`, else Chat Completions. */
  readonly reply?: ServedReply;
  /** Sent instead of a reply, as it is. An array is written piece by piece. */
  readonly body?: string | Uint8Array | readonly string[];
  readonly status?: number;
  /** Replaces the content type of the protocol, or adds headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Writes the body in pieces of so many bytes, also inside a character. */
  readonly chunkBytes?: number;
  /** Milliseconds between two writes. */
  readonly pace?: number;
  /** Hears each piece before it is written; the piece waits for what this answers. */
  readonly before?: (piece: string) => Promise<unknown> | undefined;
  /** Stop after so many bytes of the body and do what `then` says. */
  readonly stopAt?: number;
  /** `end` closes cleanly, `reset` breaks the connection, `stall` keeps it open in silence, `comments` keeps sending `: still here`. */
  readonly then?: 'end' | 'reset' | 'stall' | 'comments';
  /** Never send headers, or send headers and nothing more. */
  readonly stall?: 'headers' | 'body';
}

/** A request as it came. */
export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON body. */
  readonly body: { readonly [key: string]: unknown };
  /** The client's end of the connection: the same number, the same connection. */
  readonly clientPort: number | undefined;
  /** Resolves when the client went away before the answer was whole. */
  readonly disconnected: Promise<void>;
}

/**
 * A local server that speaks Chat Completions (server-sent events) and Ollama's chat (NDJSON), streams for real, and can
 * fail in every way that servers and networks do.
 *
 *     const server = await startModelServer(test);         // closes with the test
 *     server.answer({ reply: { text: 'hello' } }, { status: 503, body: 'busy' });   // one per request, in order
 *     server.answerEach((request) => ({ reply: { text: String(request.body['model']) } }));  // or by request
 *     createProvider({ provider: 'openai', baseUrl: server.url, model: 'm' }, ports)
 */
export interface ModelServer {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly url: string;
  readonly requests: readonly ServedRequest[];
  /** Queues answers. A request without one gets status 500 that says so. */
  answer(...answers: readonly Answer[]): void;
  /** Decides the answer of every request that the queue has none for. */
  answerEach(decide: (request: ServedRequest, index: number) => Answer): void;
  close(): Promise<void>;
}

/** Starts a model server on a free port of the loopback interface. */
export async function startModelServer(test?: { after(fn: () => Promise<void>): void }): Promise<ModelServer> {
  const requests: ServedRequest[] = [];
  const queue: Answer[] = [];
  let decide = (_request: ServedRequest, _index: number): Answer => ({ status: 500, body: 'the test has no answer for this request' });
  const server = createServer((incoming, response) => {
    void receive(incoming, response).then((request) => {
      const answer = queue.shift() ?? decide(request, requests.length);
      requests.push(request);
      return send(answer, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  test?.after(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (...answers) => void queue.push(...answers),
    answerEach: (next) => void (decide = next),
    close,
  };
}

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<ServedRequest> {
  const disconnected = new Promise<void>((resolve) => {
    response.on('close', () => {
      if (!response.writableFinished) resolve();
    });
  });
  const clientPort = incoming.socket.remotePort;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const body = (text === '' ? {} : JSON.parse(text)) as ServedRequest['body'];
  return { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body, clientPort, disconnected };
}

async function send(answer: Answer, request: ServedRequest, response: ServerResponse): Promise<void> {
  if (answer.stall === 'headers') return;
  const wire: WireName = request.path.includes('/api/chat') ? 'ollama' : 'openai';
  const type = wire === 'openai' ? 'text/event-stream' : 'application/x-ndjson';
  response.writeHead(answer.status ?? 200, { 'content-type': answer.reply ? type : 'text/plain', ...answer.headers });
  response.flushHeaders();
  if (answer.stall === 'body') return;
  for (const piece of pieces(answer, wire)) {
    await answer.before?.(Buffer.from(piece).toString('utf8'));
    if (response.destroyed) return;
    response.write(piece);
    if (answer.pace !== undefined) await delay(answer.pace);
  }
  await finish(answer.then ?? 'end', response);
}

async function finish(then: NonNullable<Answer['then']>, response: ServerResponse): Promise<void> {
  if (then === 'end') return void response.end();
  // What was written must be on its way before the connection breaks.
  if (then === 'reset') return delay(20).then(() => void response.socket?.resetAndDestroy());
  while (then === 'comments' && !response.destroyed) {
    response.write(': still here\n\n');
    await delay(10);
  }
}

function* pieces(answer: Answer, wire: WireName): Generator<Uint8Array> {
  const body = answer.reply ? encodeReply(wire, answer.reply) : (answer.body ?? '');
  const parts = Array.isArray(body) ? body.map((part: string) => Buffer.from(part)) : [Buffer.from(body as string)];
  const whole = Buffer.concat(parts).subarray(0, answer.stopAt);
  if (answer.chunkBytes !== undefined) {
    for (let at = 0; at < whole.length; at += answer.chunkBytes) yield whole.subarray(at, at + answer.chunkBytes);
    return;
  }
  let at = 0;
  for (const part of parts) {
    if (at < whole.length) yield whole.subarray(at, at + part.length);
    at += part.length;
  }
}
