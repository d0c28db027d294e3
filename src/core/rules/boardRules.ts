import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { Board, ExitGuard } from '../model/board.ts';
import type { Edit } from '../model/edit.ts';
import type { Task } from '../model/task.ts';
import type { TaskStatus } from '../model/taskStatus.ts';
import { needsApproval } from './approvals.ts';
import { countChecks } from './checkList.ts';
import { assertTransition } from './transitions.ts';

/** Answer why a card may not go on, or `undefined` when it may. */
const exitGuards: Record<ExitGuard, (task: Task) => string | undefined> = {
  'checks-passed': ({ checks }) => {
    const { total, passed } = countChecks(checks);
    if (total === 0) return l10n.t('it has no accepted check');
    return passed < total ? l10n.t('{0} of its {1} checks have passed', passed, total) : undefined;
  },
  approved: (task) => {
    if (!task.accepted) return l10n.t('a person has to accept it first');
    return needsApproval(task) ? l10n.t('it needs approval first') : undefined;
  },
  'dependencies-done': ({ openDependencies }) =>
    openDependencies > 0 ? l10n.t('{0} cards that it waits for are not done', openDependencies) : undefined,
};

/** Giving a card up must always be possible. */
const alwaysFree: ReadonlySet<TaskStatus> = new Set(['failed', 'canceled']);

/**
 * Refuses a move by hand that the columns do not allow: a column is left for one further on only under its exit guard, and entered only
 * below its limit. Moves within a column and cards given up are free. Runs do not come here: what they may do is in `transitions.ts`.
 */
export function assertBoardRules(board: Board, task: Task, to: TaskStatus, count: (status: TaskStatus) => number): void {
  const { columns } = board;
  const left = columns.find((column) => column.statuses.includes(task.status));
  const entered = columns.find((column) => column.statuses.includes(to));
  if (!left || !entered || left === entered || alwaysFree.has(to)) return;
  assertRulesKnown(board);
  const forward = columns.indexOf(entered) > columns.indexOf(left);
  const reason = left.exitGuard && forward ? exitGuards[left.exitGuard](task) : undefined;
  if (reason !== undefined)
    throw new UserError('refused', l10n.t('#{0} cannot leave {1} for {2}: {3}.', task.number, left.name, entered.name, reason));
  assertBelowLimit(entered, l10n.t('#{0}', task.number), count);
}

/**
 * Refuses a card that comes onto the board, made, imported or restored, where its column is full. It leaves no column, so no exit guard holds
 * it, and no entry action either: nothing starts that nobody sent to the queue.
 */
export function assertRoom(board: Board, task: Task, count: (status: TaskStatus) => number): void {
  const { status } = task;
  if (alwaysFree.has(status)) return;
  if (status !== 'todo') assertRulesKnown(board);
  const entered = board.columns.find((column) => column.statuses.includes(status));
  if (entered) assertBelowLimit(entered, l10n.t('The card "{0}"', task.title), count);
}

/** A board whose file cannot be read has rules that nobody knows: it lets nothing through that they might hold up. */
function assertRulesKnown({ unknownRules }: Board): void {
  if (unknownRules !== undefined) throw new UserError('refused', unknownRules);
}

function assertBelowLimit({ name, statuses, limit }: Board['columns'][number], card: string, count: (status: TaskStatus) => number): void {
  if (limit === undefined) return;
  const there = statuses.reduce((sum, status) => sum + count(status), 0);
  if (there < limit) return;
  throw new UserError(
    'refused',
    l10n.t('{0} cannot go to {1}: it holds {2} of at most {3} cards. Finish one of them first.', card, name, there, limit),
  );
}

/** Why a person may not give a card this status now, by the transition table or by the columns; `undefined` when they may. A run at work does not count: it can be stopped first. */
export function whyNotMoved(
  board: Board,
  task: Task,
  to: TaskStatus,
  { by, count }: { readonly by: Actor; readonly count: (status: TaskStatus) => number },
): string | undefined {
  const free = { ...task, lease: null };
  const target = enteredStatus(board, task.status, to);
  try {
    assertTransition({ task: free, to: target, by, run: null });
    assertBoardRules(board, free, target, count);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** The board as a folder may have it that nobody has trusted yet: its file holds moves up and starts nothing. */
export function withoutEntryActions(board: Board): Board {
  return { ...board, columns: board.columns.map(({ entryAction: _, ...column }) => column) };
}

/** The board for cards that come from elsewhere and leave no column of it: its limits hold, its exit guards have nothing to say. */
export function withoutExitGuards(board: Board): Board {
  return { ...board, columns: board.columns.map(({ exitGuard: _, ...column }) => column) };
}

/** The cards that an entry action queued although they were moved elsewhere. */
export function queuedByEntry(edits: readonly Edit[], left: readonly Task[]): Task[] {
  const moved = new Map(edits.flatMap((edit) => (edit.kind === 'move' ? [[edit.task, edit.to] as const] : [])));
  return left.filter(({ id, status }) => status === 'queued' && (moved.get(id) ?? 'queued') !== 'queued');
}

/** What a card becomes that a person moves to this status: the entry action of the column may send it to the queue instead. */
export function enteredStatus(board: Board, from: TaskStatus, to: TaskStatus): TaskStatus {
  const entered = board.columns.find((column) => column.statuses.includes(to));
  return entered?.entryAction === 'queue' && !entered.statuses.includes(from) ? 'queued' : to;
}
