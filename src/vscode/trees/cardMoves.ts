import type { BoardCard } from '../../core/model/boardCard.ts';
import type { Edit } from '../../core/model/edit.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import type { CardMove } from '../board/cardMove.ts';
import type { GroupValue } from './cardGroups.ts';

/** To the end of a status. Cards that are there already stay where they are. */
export function moveToEnd(moved: readonly BoardCard[], to: TaskStatus, all: readonly BoardCard[]): CardMove | undefined {
  const tasks = moved.filter(({ status }) => status !== to).map(({ id }) => id);
  const last = all.findLast(({ status }) => status === to)?.id ?? null;
  return tasks.length === 0 ? undefined : { tasks, to, after: last, before: null };
}

/** Below another card, in its status and in their order. */
export function moveBelow(moved: readonly BoardCard[], onto: BoardCard, all: readonly BoardCard[]): CardMove | undefined {
  const tasks = moved.filter(({ id }) => id !== onto.id).map(({ id }) => id);
  const leaving = new Set(tasks);
  const column = all.filter(({ id, status }) => status === onto.status && !leaving.has(id));
  const next = column[column.findIndex(({ id }) => id === onto.id) + 1]?.id ?? null;
  return tasks.length === 0 ? undefined : { tasks, to: onto.status, after: onto.id, before: next };
}

/** The edits that give cards a priority or an agent. Cards that have it already stay as they are. */
export function editsToGroup(cards: readonly BoardCard[], value: Exclude<GroupValue, { kind: 'status' }>): Edit[] {
  return cards.flatMap((card): Edit[] => {
    if (value.kind === 'priority')
      return card.priority === value.priority ? [] : [{ kind: 'change', task: card.id, change: { priority: value.priority } }];
    return card.agent === value.agent ? [] : [{ kind: 'change', task: card.id, change: { agent: value.agent } }];
  });
}

/** The edits that move cards one place up or down within their status. Cards at the end, or behind one that cannot move, stay. */
export function editsToShift(moved: ReadonlySet<TaskId>, all: readonly BoardCard[], by: -1 | 1): Edit[] {
  const statuses = new Set(all.filter(({ id }) => moved.has(id)).map(({ status }) => status));
  return [...statuses].flatMap((status) =>
    shiftColumn(
      moved,
      all.filter((card) => card.status === status).map(({ id }) => id),
      by,
    ),
  );
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
