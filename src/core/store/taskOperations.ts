import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { TaskId } from '../model/scalars.ts';
import { statusNames } from '../model/statusNames.ts';
import { Task, TaskChange, TaskDraft } from '../model/task.ts';
import { assertBoardRules, assertRoom } from '../rules/boardRules.ts';
import { rankBetween } from '../rules/ranks.ts';
import { changeTask } from '../rules/taskChanges.ts';
import { taskOfDraft } from '../rules/taskDrafts.ts';
import { moveTask } from '../rules/taskMoves.ts';
import { editedKeys, revertTask } from '../rules/taskReverts.ts';
import { findAgent } from './agents.ts';
import { parseInput } from './parseInput.ts';
import { stopRequests } from './requests.ts';
import { listOpenRuns } from './runs.ts';
import type { StoreCore } from './storeCore.ts';
import { assertLinks } from './taskLinks.ts';
import { countTasks } from './taskQueries.ts';
import { isRankTaken, neighbourRank } from './taskReads.ts';
import type { TaskStore } from './taskStore.ts';
import type { WriteTransaction } from './writeTransaction.ts';

type TaskOperations = Pick<TaskStore, 'createTask' | 'changeTask' | 'moveTask' | 'revertTask'>;

/** Making, changing and moving cards. */
export function taskOperations(core: StoreCore): TaskOperations {
  return {
    createTask(draft, door, context) {
      return core.write('task-create', Task, context, (transaction) => {
        const given = parseInput(TaskDraft, draft);
        const task = newTask(core, transaction, { ...given, ...spelledAgent(transaction, given) }, door);
        assertLinks(transaction, undefined, task);
        if (context.board) assertRoom(context.board, task, (status) => countTasks(transaction.reader)[status]);
        transaction.putTask(task);
        transaction.tell(task.id, 'task-create', l10n.t('created through {0}', door));
        transaction.audit('task-create', `task ${task.number}`, task.title);
        return () => transaction.saved(task.id);
      });
    },

    changeTask(ref, change, context, expectedRevision) {
      return core.write('task-change', Task, context, (transaction) => {
        const before = transaction.getTask(ref);
        assertRevision(before, expectedRevision);
        const given = parseInput(TaskChange, change);
        const { task, sentences } = changeTask(before, { ...given, ...spelledAgent(transaction, given) }, context.actor, context.at);
        assertLinks(transaction, before, task);
        if (task !== before) transaction.putTask(task);
        for (const sentence of sentences) transaction.tell(task.id, 'task-change', sentence);
        return () => transaction.saved(task.id);
      });
    },

    moveTask(ref, to, note, context) {
      return core.write('task-move', Task, context, (transaction) => {
        const before = transaction.getTask(ref);
        if (before.status === to)
          throw new UserError('refused', l10n.t('The status of #{0} is "{1}" already.', before.number, statusNames()[to]));
        if (context.board) assertBoardRules(context.board, before, to, (status) => countTasks(transaction.reader)[status]);
        const task = moveTask({ task: before, to, by: context.actor, run: null }, note, context.at);
        transaction.putTask(task);
        closeRuns(transaction, task);
        tellMove(transaction, before, task);
        transaction.audit('task-move', `task ${task.number}`, `${before.status} → ${to}`);
        return () => transaction.saved(task.id);
      });
    },

    revertTask(before, after, context) {
      return core.write('task-revert', Task, context, (transaction) => {
        const edit = { before: parseInput(Task, before), after: parseInput(Task, after) };
        const now = transaction.getTask(edit.before.id);
        const reverted = revertTask(now, edit, context.actor, context.at);
        if (context.board) assertBoardRules(context.board, now, reverted.status, (status) => countTasks(transaction.reader)[status]);
        assertLinks(transaction, now, reverted);
        const rank = reverted.rank !== now.rank && isRankTaken(transaction.reader, reverted.rank) ? now.rank : reverted.rank;
        if (reverted !== now) transaction.putTask({ ...reverted, rank });
        tellMove(transaction, now, reverted);
        transaction.tell(now.id, 'task-revert', l10n.t('taken back: {0}', editedKeys(edit).join(', ')));
        transaction.audit('task-revert', `task ${now.number}`, editedKeys(edit).join(', '));
        return () => transaction.saved(now.id);
      });
    },
  };
}

/** A line of history about a change of status. */
export function tellMove(transaction: WriteTransaction, before: Task, after: Task): void {
  if (before.status === after.status) return;
  const reason = after.changeRequest !== before.changeRequest && after.changeRequest !== null ? after.changeRequest : after.statusReason;
  const move = l10n.t('{0} → {1}', statusNames()[before.status], statusNames()[after.status]);
  transaction.tell(after.id, 'status-change', reason === null ? move : `${move}: ${reason}`);
}

/** A card names its agent as the agent is spelled; one that is not there yet as it was typed. */
function spelledAgent({ reader }: WriteTransaction, { agent }: Pick<TaskChange, 'agent'>): Pick<TaskChange, 'agent'> {
  return agent === undefined || agent === null ? {} : { agent: findAgent(reader, agent)?.name ?? agent };
}

function newTask(core: StoreCore, transaction: WriteTransaction, draft: TaskDraft, door: string): Task {
  const number = core.meta('number') + 1;
  transaction.run(`UPDATE meta SET value = ? WHERE key = 'number'`, [String(number)]);
  const rank = rankBetween(neighbourRank(core.reader, null, 'below'), null);
  if (rank === undefined) throw new Error('no rank after the last card');
  const { actor: by, at } = transaction;
  return taskOfDraft(draft, { id: TaskId.parse(core.parts.ids.next()), number, rank, door, by, at });
}

function assertRevision(task: Task, expected: number | undefined): void {
  if (expected === undefined || task.revision === expected) return;
  throw new UserError('conflict', l10n.t('#{0} was changed meanwhile. Look again and repeat the change.', task.number));
}

/** A card that was taken elsewhere by hand leaves no paused run behind. */
function closeRuns(transaction: WriteTransaction, task: Task): void {
  for (const run of listOpenRuns(transaction.reader, task.id)) {
    transaction.putRun(run, { ...run, status: 'canceled', endedAt: run.endedAt ?? transaction.at });
    const stop = stopRequests(run.id, transaction.actor, transaction.at);
    transaction.run(stop.sql, stop.params);
    transaction.touchOthers();
  }
}
