import type { EditorMessage, TextPart, CallPart } from '../../src/core/providers/editorMessages.ts';
import type { EditorModel } from '../../src/core/providers/editorModel.ts';
import type { ToolDeclaration } from '../../src/core/providers/provider.ts';

/** Nothing more comes, whatever the signal does: editors may hang. */
export const silence = Symbol('silence');

/** What a model of the editor does with a request: says these parts, then throws or falls silent where the list says so. */
export type Said = readonly (string | CallPart | Error | typeof silence)[];

/** A model of the editor that says what a test wants, and remembers what it was asked. */
export interface FakeEditorModel extends EditorModel {
  readonly asked: readonly {
    readonly messages: readonly EditorMessage[];
    readonly tools: readonly ToolDeclaration[];
    readonly signal: AbortSignal;
  }[];
}

/** Answers the requests in order. */
export function fakeEditorModel(...said: readonly (Said | Error | typeof silence)[]): FakeEditorModel {
  const asked: FakeEditorModel['asked'][number][] = [];
  return {
    title: 'test tiny',
    contextTokens: 8000,
    asked,
    ask: async (messages, tools, signal) => {
      const answer = said[asked.push({ messages, tools, signal }) - 1] ?? [];
      if (answer instanceof Error) throw answer;
      return answer === silence ? new Promise(() => undefined) : say(answer);
    },
  };
}

async function* say(said: Said): AsyncGenerator<TextPart | CallPart> {
  for (const part of said) {
    if (part instanceof Error) throw part;
    if (part === silence) await new Promise(() => undefined);
    else yield typeof part === 'string' ? { type: 'text', text: part } : part;
  }
}
