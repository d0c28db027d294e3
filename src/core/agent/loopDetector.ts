import type { ToolCall } from '../model/runEvent.ts';

/** What the detector makes of one more call. */
export type LoopFinding = { readonly kind: 'fine' } | { readonly kind: 'hint' | 'stop'; readonly message: string };

const HINT_AT = 3;
const STOP_AT = 5;
const MEMORY = 64;

/**
 * Notices a model that goes in circles: the same call several times in a row, or two calls in turn (A-B-A-B). Results do not count: commands
 * print times and paths that differ. Whoever polls names a position or does something in between.
 */
export class LoopDetector {
  #recent: string[] = [];

  observe(call: Pick<ToolCall, 'name' | 'arguments'>): LoopFinding {
    this.#recent.push(`${call.name}\n${canonical(call.arguments)}`);
    if (this.#recent.length > MEMORY) this.#recent.shift();
    const repeats = this.#repeats();
    const rounds = this.#alternations();
    if (repeats >= STOP_AT) return { kind: 'stop', message: `The agent made the same call of ${call.name} ${repeats} times in a row.` };
    if (rounds >= STOP_AT) return { kind: 'stop', message: `The agent alternated between the same two calls ${rounds} times.` };
    if (repeats >= HINT_AT)
      return {
        kind: 'hint',
        message: `You have made this same call ${repeats} times in a row. Do something else, or say what blocks you.`,
      };
    if (rounds >= HINT_AT)
      return { kind: 'hint', message: 'You are alternating between the same two calls. Do something else, or say what blocks you.' };
    return { kind: 'fine' };
  }

  /** A person chose to go on: counting starts anew. */
  reset(): void {
    this.#recent = [];
  }

  #repeats(): number {
    const last = this.#recent.at(-1);
    let count = 0;
    for (let index = this.#recent.length - 1; index >= 0 && this.#recent[index] === last; index--) count++;
    return count;
  }

  #alternations(): number {
    const [a, b] = [this.#recent.at(-1), this.#recent.at(-2)];
    if (a === b || b === undefined) return 0;
    let rounds = 0;
    for (let index = this.#recent.length - 1; index >= 1 && this.#recent[index] === a && this.#recent[index - 1] === b; index -= 2)
      rounds++;
    return rounds;
  }
}

/** The arguments with keys sorted, so that a reordering does not hide a repeat; text that is not JSON stands for itself. */
function canonical(text: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
