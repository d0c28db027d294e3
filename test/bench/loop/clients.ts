import OpenAI from 'openai';
import { Ollama, type Message } from 'ollama';
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';

export const toolResult =
  'The trivial tool answers with about one hundred and thirty characters, as in the table of anchors, whatever it was asked to note.';
const parameters = { type: 'object', properties: { what: { type: 'string' } }, required: ['what'] };
const tools: ChatCompletionTool[] = [{ type: 'function', function: { name: 'note', description: 'Notes something.', parameters } }];

/** Drives one conversation to its end; every delta goes to the sink. */
export type Client = (baseUrl: string, sink: (text: string) => void) => Promise<void>;

interface RawChunk {
  choices: { delta: { content?: string; tool_calls?: { id?: string; function: { arguments: string } }[] }; finish_reason: string | null }[];
}

/** The limit: fetch and a split of lines, nothing else. */
export const rawOpenai: Client = async (baseUrl, sink) => {
  const messages: object[] = [{ role: 'user', content: 'go' }];
  for (;;) {
    const response = await fetch(`${baseUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', stream: true, messages, tools }),
    });
    const turn = { text: '', id: '', arguments: '', reason: '' };
    for await (const line of lines(response)) {
      if (!line.startsWith('data: {')) continue;
      const choice = (JSON.parse(line.slice(6)) as RawChunk).choices[0];
      if (!choice) continue;
      if (choice.delta.content !== undefined) {
        turn.text += choice.delta.content;
        sink(choice.delta.content);
      }
      for (const call of choice.delta.tool_calls ?? []) {
        turn.id ||= call.id ?? '';
        turn.arguments += call.function.arguments;
      }
      turn.reason = choice.finish_reason ?? turn.reason;
    }
    if (turn.reason !== 'tool_calls') return;
    messages.push({
      role: 'assistant',
      content: turn.text,
      tool_calls: [{ id: turn.id, type: 'function', function: { name: 'note', arguments: turn.arguments } }],
    });
    messages.push({ role: 'tool', tool_call_id: turn.id, content: toolResult });
  }
};

/** The same by hand over the SDK that Rota uses too. */
export const sdkOpenai: Client = async (baseUrl, sink) => {
  const client = new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: 'none', maxRetries: 0 });
  const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: 'go' }];
  for (;;) {
    const stream = await client.chat.completions.create({
      model: 'm',
      stream: true,
      stream_options: { include_usage: true },
      messages,
      tools,
    });
    const turn = { text: '', id: '', arguments: '', reason: '' };
    for await (const chunk of stream) {
      const choice = chunk.choices[0];
      if (!choice) continue;
      const { content, tool_calls } = choice.delta;
      if (typeof content === 'string') {
        turn.text += content;
        sink(content);
      }
      for (const call of tool_calls ?? []) {
        turn.id ||= call.id ?? '';
        turn.arguments += call.function?.arguments ?? '';
      }
      turn.reason = choice.finish_reason ?? turn.reason;
    }
    if (turn.reason !== 'tool_calls') return;
    messages.push({
      role: 'assistant',
      content: turn.text,
      tool_calls: [{ id: turn.id, type: 'function', function: { name: 'note', arguments: turn.arguments } }],
    });
    messages.push({ role: 'tool', tool_call_id: turn.id, content: toolResult });
  }
};

interface RawLine {
  message: { content: string; tool_calls?: object[] };
}

/** The limit for Ollama's wire. */
export const rawOllama: Client = async (baseUrl, sink) => {
  const messages: object[] = [{ role: 'user', content: 'go' }];
  for (;;) {
    const response = await fetch(`${baseUrl}/api/chat`, {
      method: 'POST',
      body: JSON.stringify({ model: 'm', stream: true, messages, tools, options: { num_ctx: 16384 } }),
    });
    let text = '';
    let calls: object[] = [];
    for await (const line of lines(response)) {
      if (line === '') continue;
      const { message } = JSON.parse(line) as RawLine;
      text += message.content;
      if (message.content !== '') sink(message.content);
      if (message.tool_calls) calls = message.tool_calls;
    }
    if (calls.length === 0) return;
    messages.push({ role: 'assistant', content: text, tool_calls: calls }, { role: 'tool', content: toolResult });
  }
};

/** The same by hand over the ollama SDK. */
export const sdkOllama: Client = async (baseUrl, sink) => {
  const client = new Ollama({ host: baseUrl });
  const messages: Message[] = [{ role: 'user', content: 'go' }];
  for (;;) {
    const stream = await client.chat({
      model: 'm',
      stream: true,
      messages,
      tools: [
        {
          type: 'function',
          function: {
            name: 'note',
            description: 'Notes something.',
            parameters: { type: 'object', properties: { what: { type: 'string' } } },
          },
        },
      ],
    });
    const turn: Message = { role: 'assistant', content: '' };
    for await (const { message } of stream) {
      turn.content += message.content;
      if (message.content !== '') sink(message.content);
      if (message.tool_calls) turn.tool_calls = message.tool_calls;
    }
    if (!turn.tool_calls) return;
    messages.push(turn, { role: 'tool', content: toolResult });
  }
};

async function* lines(response: Response): AsyncGenerator<string> {
  if (!response.body) throw new Error('no body');
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body) {
    const parts = (rest + decoder.decode(bytes as Uint8Array, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
