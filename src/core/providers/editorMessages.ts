import * as z from 'zod';
import { JsonValue, parseJson } from '../base/json.ts';
import type { ModelMessage } from '../model/modelMessage.ts';

/** Parts of a message in the editor's way of speaking, without its classes. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}
export interface CallPart {
  readonly type: 'call';
  readonly id: string;
  readonly name: string;
  readonly input: object;
}
export interface ResultPart {
  readonly type: 'result';
  readonly id: string;
  readonly text: string;
}

export type EditorPart = TextPart | CallPart | ResultPart;

/** A message as the editor knows it: results of tools stand in messages of the user. */
export interface EditorMessage {
  /** The editor offers `system` to no extension, but some of its own requests hold it. */
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly EditorPart[];
}

const JsonObject = z.record(z.string(), JsonValue);

/**
 * Our conversation in the editor's way of speaking: there is no system role, so what stands there opens the first message of the user;
 * the roles alternate, and the results of one turn stand in one message, as some models demand.
 */
export function toEditorMessages(messages: readonly ModelMessage[]): EditorMessage[] {
  const turns: { role: EditorMessage['role']; parts: EditorPart[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const parts = partsOf(message);
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else if (parts.length > 0) turns.push({ role, parts });
  }
  return turns.map(({ role, parts }) => ({ role, parts: joinTexts(parts) }));
}

/** A request of the editor as our conversation. */
export function fromEditorMessages(messages: readonly EditorMessage[]): ModelMessage[] {
  const names = new Map<string, string>();
  return messages.flatMap(({ role, parts }): ModelMessage[] => {
    const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
    if (role === 'assistant') {
      const calls = parts.filter((part) => part.type === 'call');
      for (const { id, name } of calls) names.set(id, name);
      return [{ role, text, toolCalls: calls.map(({ id, name, input }) => ({ id, name, arguments: JSON.stringify(input) })) }];
    }
    const results = parts.flatMap((part): ModelMessage[] =>
      part.type === 'result'
        ? [{ role: 'tool', callId: part.id, name: names.get(part.id) ?? 'unknown', text: part.text, failed: false }]
        : [],
    );
    return text === '' ? results : [...results, { role, text, origin: 'user' }];
  });
}

function partsOf(message: ModelMessage): EditorPart[] {
  switch (message.role) {
    case 'tool':
      return [{ type: 'result', id: message.callId, text: message.text }];
    case 'assistant':
      // Arguments that are no object were refused, and the result says so.
      return [
        ...textParts(message.text),
        ...message.toolCalls.map(
          ({ id, name, arguments: text }): CallPart => ({ type: 'call', id, name, input: parseJson(JsonObject, text) ?? {} }),
        ),
      ];
    case 'system':
    case 'user':
      return textParts(message.text);
  }
}

/** Models refuse empty text. */
function textParts(text: string): TextPart[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

/** Texts that follow each other are one, a paragraph apart: who puts a message together sets nothing between its parts. */
function joinTexts(parts: readonly EditorPart[]): EditorPart[] {
  const joined: EditorPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === 'text' && last?.type === 'text') joined.splice(-1, 1, { type: 'text', text: `${last.text}\n\n${part.text}` });
    else joined.push(part);
  }
  return joined;
}
