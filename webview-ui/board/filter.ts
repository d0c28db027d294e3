import * as z from 'zod';
import { foldText } from '../../src/core/base/foldText.ts';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import { Priority } from '../../src/core/model/taskStatus.ts';

/** Which cards are shown. Kept with the page. */
export const Filter = z.strictObject({
  /** Every word occurs in number, title, labels or agent. */
  text: z.string().max(500).default(''),
  /** `''`: any; `'-'`: nobody. */
  agent: z.string().max(100).default(''),
  priority: z.union([Priority, z.literal('')]).default(''),
  label: z.string().max(100).default(''),
  /** Only what waits for a person. */
  waiting: z.boolean().default(false),
});
export type Filter = z.infer<typeof Filter>;

export const noFilter: Filter = Filter.parse({});
/** The choice of the agent filter that means: no agent. */
export const NOBODY = '-';

export function isFiltering(filter: Filter): boolean {
  return filter.text.trim() !== '' || filter.agent !== '' || filter.priority !== '' || filter.label !== '' || filter.waiting;
}

/** Answers whether a card passes. Made once for many cards. */
export function cardFilter(filter: Filter, asking: ReadonlySet<TaskId>): (card: BoardCard) => boolean {
  const label = foldText(filter.label);
  const words = foldText(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  return (card) =>
    (filter.agent === '' || (card.agent ?? NOBODY) === filter.agent) &&
    (filter.priority === '' || card.priority === filter.priority) &&
    (label === '' || card.labels.some((each) => foldText(each) === label)) &&
    (!filter.waiting || waitsForPerson(card, asking)) &&
    (words.length === 0 || hasWords(card, words));
}

/** A person's word is missing: an answer, an approval, a review, the acceptance of a proposal. */
function waitsForPerson(card: BoardCard, asking: ReadonlySet<TaskId>): boolean {
  if (asking.has(card.id) || card.status === 'review') return true;
  const open = card.status === 'todo' || card.status === 'queued';
  return open && (!card.accepted || card.approvalPending);
}

/** Labels in use, each in its first spelling, the most frequent first. */
export function labelsInUse(cards: Iterable<BoardCard>): string[] {
  const uses = new Map<string, { readonly label: string; count: number }>();
  for (const { labels } of cards) {
    for (const label of labels) {
      const use = uses.get(foldText(label)) ?? { label, count: 0 };
      use.count += 1;
      uses.set(foldText(label), use);
    }
  }
  const sorted = [...uses.values()].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  return sorted.map(({ label }) => label);
}

function hasWords(card: BoardCard, words: readonly string[]): boolean {
  const text = `#${card.number} ${card.title} ${card.labels.join(' ')} ${card.agent ?? ''}`;
  const folded = foldText(text);
  return words.every((word) => folded.includes(word));
}
