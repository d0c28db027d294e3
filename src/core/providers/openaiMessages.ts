import type { ChatCompletionFunctionTool, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { parseJsonValue } from '../base/json.ts';
import type { ModelMessage } from '../model/modelMessage.ts';
import type { ToolCall } from '../model/runEvent.ts';
import type { ToolDeclaration } from './provider.ts';

/** The conversation grows by a step at a time: what was translated once is reused. */
const translated = new WeakMap<ModelMessage, ChatCompletionMessageParam>();

export function toOpenAIMessage(message: ModelMessage): ChatCompletionMessageParam {
  let known = translated.get(message);
  if (!known) {
    known = translate(message);
    translated.set(message, known);
  }
  return known;
}

export function toOpenAITool({ name, description, parameters }: ToolDeclaration): ChatCompletionFunctionTool {
  return { type: 'function', function: { name, description, parameters } };
}

function translate(message: ModelMessage): ChatCompletionMessageParam {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.text };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.text };
    case 'assistant':
      if (message.toolCalls.length === 0) return { role: 'assistant', content: message.text };
      return { role: 'assistant', content: message.text === '' ? null : message.text, tool_calls: message.toolCalls.map(toOpenAICall) };
  }
}

/** Servers that parse old calls refuse the whole conversation for one with broken arguments; its result says what was wrong. */
function toOpenAICall({ id, name, arguments: text }: ToolCall): {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
} {
  const valid = parseJsonValue(text) !== undefined;
  return { id, type: 'function', function: { name, arguments: valid ? text : '{}' } };
}
