import * as z from 'zod';
import { foldText } from '../../src/core/base/foldText.ts';
import { nameKey } from '../../src/core/base/names.ts';
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
  const words = foldText(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const agent = nameKey(filter.agent);
  const label = nameKey(filter.label);
  return (card) =>
    (agent === '' || (card.agent === null ? NOBODY : keyOf(card.agent)) === agent) &&
    (filter.priority === '' || card.priority === filter.priority) &&
    (label === '' || card.labels.some((each) => keyOf(each) === label)) &&
    (!filter.waiting || waitsForPerson(card, asking)) &&
    (words.length === 0 || hasWords(card, words));
}

/** A person's word is missing: an answer, an approval, a review, the acceptance of a proposal. */
function waitsForPerson(card: BoardCard, asking: ReadonlySet<TaskId>): boolean {
  if (asking.has(card.id) || card.status === 'review') return true;
  const open = card.status === 'todo' || card.status === 'queued';
  return open && (!card.accepted || card.approvalPending);
}

/** Labels in use, the most frequent first. Spellings of one label are one, as it was met first. */
export function labelsInUse(cards: Iterable<BoardCard>): string[] {
  const uses = new Map<string, { readonly label: string; count: number }>();
  for (const { labels } of cards)
    for (const label of labels) {
      const key = keyOf(label);
      const use = uses.get(key);
      if (use) use.count += 1;
      else uses.set(key, { label, count: 1 });
    }
  return [...uses.values()].sort((one, other) => other.count - one.count || (one.label < other.label ? -1 : 1)).map(({ label }) => label);
}

/** Thousands of cards share a few names, and a key is dear. */
const keys = new Map<string, string>();

function keyOf(name: string): string {
  const key = keys.get(name) ?? nameKey(name);
  keys.set(name, key);
  return key;
}

function hasWords(card: BoardCard, words: readonly string[]): boolean {
  const text = `#${card.number} ${card.title} ${card.labels.join(' ')} ${card.agent ?? ''}`;
  const folded = foldText(text);
  return words.every((word) => folded.includes(word));
}
