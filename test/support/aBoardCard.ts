import { BoardCard } from '../../src/core/model/boardCard.ts';
import { RunId, TaskId } from '../../src/core/model/scalars.ts';
import { aTask } from './aTask.ts';

/** A card as boards show it, as a test wants it. Its id and rank follow from its number. */
export function aBoardCard(number: number, change: Partial<BoardCard> = {}): BoardCard {
  const task = aTask({ id: cardId(number), number, rank: `a${String(number).padStart(6, '0')}`, title: `Card ${number}` });
  const fields = Object.fromEntries(Object.entries(task).filter(([name]) => name in BoardCard.shape)) as Omit<
    BoardCard,
    'cost' | 'run' | 'approvalPending'
  >;
  return { ...fields, checks: { total: 0, passed: 0, failed: 0 }, cost: null, run: null, approvalPending: false, ...change };
}

export function cardId(number: number): TaskId {
  return TaskId.parse(String(number).padStart(26, '0'));
}

export const aRunOfACard = RunId.parse('1'.repeat(26));
