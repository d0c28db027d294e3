import type { LiveText } from '../../src/protocol/runPage.ts';

/** What is being said or printed right now and is not recorded yet. */
export interface LiveState {
  readonly text: string;
  readonly reasoning: string;
  /** The last part of what running commands print, by call. */
  readonly output: Readonly<Record<string, string>>;
}

export const silence: LiveState = { text: '', reasoning: '', output: {} };

/** Of a command that goes on, this many characters are shown. */
const MOST_OUTPUT = 20_000;

export function foldLive(state: LiveState, parts: readonly LiveText[]): LiveState {
  return parts.reduce((before, part) => {
    switch (part.kind) {
      case 'text':
        return { ...before, text: before.text + part.text };
      case 'reasoning':
        return { ...before, reasoning: before.reasoning + part.text };
      case 'output':
        return {
          ...before,
          output: { ...before.output, [part.callId]: ((before.output[part.callId] ?? '') + part.text).slice(-MOST_OUTPUT) },
        };
    }
  }, state);
}

/** What recorded events leave of it: a recorded reply replaces its deltas, an ended call its output. */
export function withoutRecorded(state: LiveState, types: readonly { readonly type: string; readonly callId?: string }[]): LiveState {
  return types.reduce((before, { type, callId }) => {
    if (type === 'text') return { ...before, text: '', reasoning: '' };
    if (type === 'reasoning') return { ...before, reasoning: '' };
    if (type === 'run-end') return silence;
    if (type !== 'tool-end' || callId === undefined || !(callId in before.output)) return before;
    const { [callId]: _ended, ...output } = before.output;
    return { ...before, output };
  }, state);
}

/**
 * Where a growing text can be cut so that what stands before will not change any more: at an empty line outside of a code block that is
 * followed by a line of its own. 0 when there is no such place.
 */
export function settledLength(text: string, from: number): number {
  let settled = from;
  let fence: string | undefined;
  let isAfterEmpty = false;
  let at = from;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && isAfterEmpty && /^[^\s]/.test(line)) settled = at;
    if (mark !== undefined) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
    isAfterEmpty = line.trim() === '';
    if (end < 0) break;
    at = end + 1;
  }
  return settled;
}
