import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Board, ExitGuard } from '../model/board.ts';
import type { Task } from '../model/task.ts';
import type { TaskStatus } from '../model/taskStatus.ts';
import { needsApproval } from './approvals.ts';
import { countChecks } from './checkList.ts';

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
  'dependencies-done': ({ openDependencies }) => (openDependencies > 0 ? l10n.t('{0} cards that it waits for are not done', openDependencies) : undefined),
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
  const forward = columns.indexOf(entered) > columns.indexOf(left);
  const reason = left.exitGuard && forward ? exitGuards[left.exitGuard](task) : undefined;
  if (reason !== undefined) throw new UserError('refused', l10n.t('#{0} cannot leave {1} for {2}: {3}.', task.number, left.name, entered.name, reason));
  if (entered.limit === undefined) return;
  const there = entered.statuses.reduce((sum, status) => sum + count(status), 0);
  if (there < entered.limit) return;
  throw new UserError('refused', l10n.t('#{0} cannot go to {1}: it holds {2} of at most {3} cards. Finish one of them first.', task.number, entered.name, there, entered.limit));
}

/** What a card becomes that a person moves to this status: the entry action of the column may send it to the queue instead. */
export function enteredStatus(board: Board, from: TaskStatus, to: TaskStatus): TaskStatus {
  const entered = board.columns.find((column) => column.statuses.includes(to));
  return entered?.entryAction === 'queue' && !entered.statuses.includes(from) ? 'queued' : to;
}
