import * as z from 'zod';
import { findMemory, type ChatMemory } from './chatMemory.ts';

const MOST = 20;

/** A request as the history of its chat shows it later. */
const AskedTurn = z.object({ prompt: z.string(), command: z.string().optional() });

/**
 * What chats knew at the end of turns that were stopped: the editor drops the answer's metadata then. They are found again by the words of the
 * request, as long as the window lives; after that a chat knows what its last whole turn knew.
 */
export class StoppedTurns {
  readonly #kept = new Map<string, unknown>();

  remember(asked: z.input<typeof AskedTurn>, metadata: unknown): void {
    const key = keyOf(asked);
    this.#kept.delete(key);
    this.#kept.set(key, { result: { metadata } });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** What the last turn of this chat knew, if it was one that was stopped. */
  findMemory(history: readonly unknown[]): ChatMemory | undefined {
    const last = AskedTurn.safeParse(history.findLast((turn) => AskedTurn.safeParse(turn).success));
    const answered = findMemory(history.slice(-1));
    if (answered || !last.success) return undefined;
    const kept = findMemory([this.#kept.get(keyOf(last.data))]);
    const known = findMemory(history);
    return known && kept?.chat !== known.chat ? undefined : kept;
  }
}

function keyOf({ prompt, command }: z.output<typeof AskedTurn>): string {
  return `${command ?? ''}\n${prompt}`;
}
