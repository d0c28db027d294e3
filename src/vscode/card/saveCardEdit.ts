import { UserError } from '../../core/base/errors.ts';
import { sameJson } from '../../core/base/json.ts';
import type { Task, TaskChange } from '../../core/model/task.ts';

/** An edit of a person: what they wrote, and what stood there when they began. */
export interface CardEdit {
  readonly revision: number;
  readonly change: TaskChange;
  readonly base: TaskChange;
}

interface CardWrites {
  find(): Promise<Task | undefined>;
  /** Refuses with code `conflict` when the card is not at that revision any more. */
  change(change: TaskChange, expectedRevision: number): Promise<unknown>;
}

/** How often a card may move on between a look and a write before the edit is given up. */
const MOST_LOOKS = 20;

/**
 * Saves an edit unless somebody changed the same fields since it began. Changes elsewhere on the card (a run reports all the time) do not
 * stand in its way. Answers false for a conflict: nothing was saved.
 */
export async function saveCardEdit({ revision, change, base }: CardEdit, card: CardWrites): Promise<boolean> {
  let seen = revision;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    try {
      await card.change(change, seen);
      return true;
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'conflict') throw error;
    }
    const task = await card.find();
    if (!task) return false;
    const now: Partial<Record<string, unknown>> = { ...task, checks: task.checks.map(({ spec }) => spec) };
    if (Object.keys(change).some((key) => !sameJson(now[key], base[key as keyof TaskChange]))) return false;
    seen = task.revision;
  }
  return false;
}
