/** A reply of a model in no particular protocol; `encodeReply` puts it on a wire. */
export interface ServedReply {
  readonly text?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown; readonly id?: string }[];
  /** Left out it follows from the calls; `null` sends none, as a server does that dies. */
  readonly finish?: string | null;
  /** In the protocol's own words; `null` sends none. */
  readonly usage?: Readonly<Record<string, unknown>> | null;
  /** Characters of text in one delta. */
  readonly deltaLength?: number;
}

export type WireName = 'openai' | 'ollama';

/** The events of a reply, each as the text that goes over the wire. */
export function encodeReply(wire: WireName, reply: ServedReply): string[] {
  return wire === 'openai' ? openaiEvents(reply) : ollamaLines(reply);
}

/** One Chat Completions event. */
export function sse(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** One Chat Completions event with a delta. */
export function openaiDelta(delta: unknown, finish: string | null = null): string {
  return sse({ id: 'c', choices: [{ index: 0, delta, finish_reason: finish }] });
}

/** One line of Ollama's chat. */
export function ollamaLine(value: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', done: false, ...value })}\n`;
}

function openaiEvents({ text = '', reasoning = '', toolCalls = [], deltaLength = 4, finish, usage }: ServedReply): string[] {
  const events = [openaiDelta({ role: 'assistant', content: '' })];
  for (const piece of cut(reasoning, deltaLength)) events.push(openaiDelta({ reasoning_content: piece }));
  for (const piece of cut(text, deltaLength)) events.push(openaiDelta({ content: piece }));
  toolCalls.forEach((call, index) => {
    const id = call.id ?? `call_${index}`;
    events.push(openaiDelta({ tool_calls: [{ index, id, type: 'function', function: { name: call.name, arguments: '' } }] }));
    const input = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
    for (const piece of cut(input, 8)) events.push(openaiDelta({ tool_calls: [{ index, function: { arguments: piece } }] }));
  });
  const reason = finish === undefined ? (toolCalls.length > 0 ? 'tool_calls' : 'stop') : finish;
  if (reason !== null) events.push(openaiDelta({}, reason));
  if (usage !== null) events.push(sse({ choices: [], usage: usage ?? { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 } }));
  events.push('data: [DONE]\n\n');
  return events;
}

function ollamaLines({ text = '', reasoning = '', toolCalls = [], deltaLength = 4, finish, usage }: ServedReply): string[] {
  const message = (fields: object): string => ollamaLine({ message: { role: 'assistant', content: '', ...fields } });
  const lines = [
    ...cut(reasoning, deltaLength).map((thinking) => message({ thinking })),
    ...cut(text, deltaLength).map((content) => message({ content })),
    ...toolCalls.map((call) => message({ tool_calls: [{ function: { name: call.name, arguments: call.arguments } }] })),
  ];
  if (finish === null) return lines;
  const counts = usage === null ? {} : (usage ?? { prompt_eval_count: 20, eval_count: 10 });
  return [...lines, ollamaLine({ message: { role: 'assistant', content: '' }, done: true, done_reason: finish ?? 'stop', ...counts })];
}

function cut(text: string, length: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += length) pieces.push(text.slice(at, at + length));
  return pieces;
}
