import type { BoardCard } from '../../core/model/boardCard.ts';
import type { Edit } from '../../core/model/edit.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { keyOf, type GroupBy, type GroupValue } from './cardGroups.ts';

/** The edits that make cards belong to a group. Cards that belong to it already stay as they are. */
export function editsToGroup(cards: readonly BoardCard[], value: GroupValue): Edit[] {
  return cards.flatMap((card): Edit[] => {
    switch (value.kind) {
      case 'status':
        return card.status === value.status ? [] : [{ kind: 'move', task: card.id, to: value.status }];
      case 'priority':
        return card.priority === value.priority ? [] : [{ kind: 'change', task: card.id, change: { priority: value.priority } }];
      case 'agent':
        return card.agent === value.agent ? [] : [{ kind: 'change', task: card.id, change: { agent: value.agent } }];
    }
  });
}

interface Drop {
  readonly moved: readonly BoardCard[];
  readonly onto: BoardCard;
  /** All cards in board order. */
  readonly all: readonly BoardCard[];
  readonly by: GroupBy;
}

/** The edits that put cards below another, in their order: they take on its group, and those of its status a place after it. */
export function editsBelow({ moved, onto, all, by }: Drop): Edit[] {
  const movable = moved.filter(({ id }) => id !== onto.id);
  if (by !== 'status') {
    const value: GroupValue = by === 'priority' ? { kind: 'priority', priority: onto.priority } : { kind: 'agent', agent: onto.agent };
    const strangers = movable.filter((card) => keyOf(card, by) !== keyOf(onto, by));
    const neighbours = movable.filter(({ status }) => status === onto.status);
    return [...editsToGroup(strangers, value), ...placesBelow(neighbours, onto, all)];
  }
  return placesBelow(movable, onto, all).map((edit, at): Edit => {
    const card = movable[at];
    return edit.kind === 'place' && card && card.status !== onto.status ? { kind: 'move', task: card.id, to: onto.status, place: edit.place } : edit;
  });
}

function placesBelow(moved: readonly BoardCard[], onto: BoardCard, all: readonly BoardCard[]): Edit[] {
  const leaving = new Set(moved.map(({ id }) => id));
  const column = all.filter((card) => card.status === onto.status && !leaving.has(card.id));
  const next = column[column.findIndex(({ id }) => id === onto.id) + 1]?.id ?? null;
  return moved.map(({ id }, at) => ({ kind: 'place', task: id, place: { after: moved[at - 1]?.id ?? onto.id, before: next } }));
}

/** The edits that move cards one place up or down within their status. Cards at the end, or behind one that cannot move, stay. */
export function editsToShift(moved: ReadonlySet<TaskId>, all: readonly BoardCard[], by: -1 | 1): Edit[] {
  const statuses = new Set(all.filter(({ id }) => moved.has(id)).map(({ status }) => status));
  return [...statuses].flatMap((status) => shiftColumn(moved, all.filter((card) => card.status === status).map(({ id }) => id), by));
}

function shiftColumn(moved: ReadonlySet<TaskId>, column: TaskId[], by: -1 | 1): Edit[] {
  const edits: Edit[] = [];
  const walk = by < 0 ? [...column.keys()] : [...column.keys()].reverse();
  for (const at of walk) {
    const task = column[at];
    const other = column[at + by];
    if (task === undefined || other === undefined || !moved.has(task) || moved.has(other)) continue;
    column[at + by] = task;
    column[at] = other;
    edits.push({ kind: 'place', task, place: { after: column[at + by - 1] ?? null, before: column[at + by + 1] ?? null } });
  }
  return edits;
}
