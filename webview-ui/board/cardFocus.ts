import { foldText } from '../../src/core/base/foldText.ts';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';

export type Lists = readonly (readonly BoardCard[])[];

/** Where the keyboard is: on a card, or on a column that has none. */
export interface Place {
  readonly column: number;
  readonly task: TaskId | null;
  /** Where the card was, for when it is gone. */
  readonly index: number;
}

export type Step = 'up' | 'down' | 'left' | 'right' | 'first' | 'last' | 'page-up' | 'page-down';

export const start: Place = { column: 0, task: null, index: 0 };

/** Follows a card to where it is now; when it is gone, what stands in its place. */
export function settle(place: Place, lists: Lists): Place {
  if (place.task !== null) {
    const near = indexIn(lists, place.column, place.task);
    if (near >= 0) return at(place.column, near, lists);
    for (const column of lists.keys()) {
      const index = indexIn(lists, column, place.task);
      if (index >= 0) return at(column, index, lists);
    }
  }
  const column = Math.min(place.column, lists.length - 1);
  const started = place.task === null && place.index === 0 && column === 0;
  const wanted =
    started && lists[0]?.length === 0
      ? Math.max(
          0,
          lists.findIndex((list) => list.length > 0),
        )
      : column;
  return at(wanted, place.index, lists);
}

/** One step of the keyboard from a settled place; `page` is how many cards a column shows. */
export function stepFrom({ column, index }: Place, step: Step, lists: Lists, page: number): Place {
  switch (step) {
    case 'up':
      return at(column, index - 1, lists);
    case 'down':
      return at(column, index + 1, lists);
    case 'left':
      return at(Math.max(0, column - 1), index, lists);
    case 'right':
      return at(Math.min(lists.length - 1, column + 1), index, lists);
    case 'first':
      return at(column, 0, lists);
    case 'last':
      return at(column, Number.MAX_SAFE_INTEGER, lists);
    case 'page-up':
      return at(column, index - page, lists);
    case 'page-down':
      return at(column, index + page, lists);
  }
}

/** The place at an index of a column, as near as there are cards. */
export function at(column: number, index: number, lists: Lists): Place {
  const list = lists[column] ?? [];
  const near = Math.max(0, Math.min(index, list.length - 1));
  return { column, index: near, task: list[near]?.id ?? null };
}

/** All cards from one to another of the same column; of different columns, the other alone. */
export function rangeBetween(from: TaskId, to: TaskId, lists: Lists): TaskId[] {
  const list = lists.find((each) => each.some(({ id }) => id === to)) ?? [];
  const ends = [list.findIndex(({ id }) => id === from), list.findIndex(({ id }) => id === to)];
  if (ends.includes(-1)) return [to];
  return list.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ id }) => id);
}

/** The card that is meant by what was typed: a number, else the beginning of a title. One letter leads on from card to card. */
export function findTyped(text: string, from: Place, lists: Lists): TaskId | undefined {
  const numbered = /^\d+$/.test(text) ? findByNumber(text, lists) : undefined;
  if (numbered !== undefined) return numbered;
  const wanted = foldText(text);
  const begins = ({ title }: BoardCard): boolean => foldText(title.trimStart()).startsWith(wanted);
  const cards = lists.flat();
  const here = cards.findIndex(({ id }) => id === from.task);
  const first = text.length === 1 ? here + 1 : Math.max(0, here);
  return (cards.slice(first).find(begins) ?? cards.slice(0, first).find(begins))?.id;
}

/** The card that a typed number means: the exact one, else the first that begins so. */
function findByNumber(digits: string, lists: Lists): TaskId | undefined {
  let begins: BoardCard | undefined;
  for (const list of lists) {
    for (const card of list) {
      const number = String(card.number);
      if (number === digits) return card.id;
      if (number.startsWith(digits) && (!begins || card.number < begins.number)) begins = card;
    }
  }
  return begins?.id;
}

function indexIn(lists: Lists, column: number, task: TaskId): number {
  return lists[column]?.findIndex(({ id }) => id === task) ?? -1;
}
