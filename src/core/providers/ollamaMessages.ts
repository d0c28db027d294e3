import type { Message, Tool } from 'ollama/browser';
import * as z from 'zod';
import { JsonValue, parseJson } from '../base/json.ts';
import type { ModelMessage } from '../model/modelMessage.ts';
import type { ToolDeclaration } from './provider.ts';

const JsonObject = z.record(z.string(), JsonValue);

/** The conversation grows by a step at a time: what was translated once is reused. */
const translated = new WeakMap<ModelMessage, Message>();

export function toOllamaMessage(message: ModelMessage): Message {
  let known = translated.get(message);
  if (!known) {
    known = translate(message);
    translated.set(message, known);
  }
  return known;
}

export function toOllamaTool({ name, description, parameters }: ToolDeclaration): Tool {
  // The SDK's type knows fewer words of JSON Schema than the server.
  return { type: 'function', function: { name, description, parameters: parameters } };
}

function translate(message: ModelMessage): Message {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.text };
    case 'tool':
      return { role: 'tool', content: message.text, tool_name: message.name };
    case 'assistant':
      if (message.toolCalls.length === 0) return { role: 'assistant', content: message.text };
      return {
        role: 'assistant',
        content: message.text,
        tool_calls: message.toolCalls.map(({ name, arguments: text }) => ({
          function: { name, arguments: parseJson(JsonObject, text) ?? {} },
        })),
      };
  }
}
