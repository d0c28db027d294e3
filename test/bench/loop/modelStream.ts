import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One step of the scripted conversation: 200 text deltas, one tool call in 5 argument deltas, usage. */
const TEXT_DELTAS = 200;
const argumentsOf = (step: number): string[] => ['{"what"', ':"', 'line ', `${step}`, '"}'];

/** A server that writes as fast as it can, so that what is measured is the client. Runs as a process of its own; prints its port. */
const server = createServer((request, response) => {
  void readBody(request).then((body) => {
    const steps = Number(new URL(request.url ?? '/', 'http://x').pathname.split('/')[1]);
    const step = (JSON.parse(body) as { messages: { role: string }[] }).messages.filter(({ role }) => role === 'assistant').length;
    if (request.url?.endsWith('/api/chat')) answerOllama(response, step, step >= steps);
    else answerOpenai(response, step, step >= steps);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function answerOpenai(response: ServerResponse, step: number, isLast: boolean): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (choice: object): void =>
    void response.write(
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`,
    );
  for (let index = 0; index < TEXT_DELTAS; index++) send({ delta: { content: `word ${index} ` } });
  if (!isLast) {
    send({
      delta: {
        tool_calls: [
          { index: 0, id: `call_${Math.random().toString(36).slice(2)}`, type: 'function', function: { name: 'note', arguments: '' } },
        ],
      },
    });
    for (const part of argumentsOf(step)) send({ delta: { tool_calls: [{ index: 0, function: { arguments: part } }] } });
  }
  send({ delta: {}, finish_reason: isLast ? 'stop' : 'tool_calls' });
  response.write(
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: { prompt_tokens: 100, completion_tokens: 210, total_tokens: 310 } })}\n\n`,
  );
  response.end('data: [DONE]\n\n');
}

function answerOllama(response: ServerResponse, step: number, isLast: boolean): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const send = (line: object): void =>
    void response.write(`${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', done: false, ...line })}\n`);
  for (let index = 0; index < TEXT_DELTAS; index++) send({ message: { role: 'assistant', content: `word ${index} ` } });
  if (!isLast)
    send({
      message: { role: 'assistant', content: '', tool_calls: [{ function: { name: 'note', arguments: { what: `line ${step}` } } }] },
    });
  send({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 100, eval_count: 210 });
  response.end();
}
