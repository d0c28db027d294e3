import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { sameJson } from '../base/json.ts';
import { Artifact } from '../model/artifact.ts';
import { CheckResult } from '../model/check.ts';
import { Comment, Task } from '../model/task.ts';
import { rankBetween, spreadRanks } from '../rules/ranks.ts';
import { hasArtifact, insertArtifact } from './artifacts.ts';
import { insertComment } from './comments.ts';
import { getHeldRun } from './heldRuns.ts';
import { parseInput } from './parseInput.ts';
import type { StoreCore } from './storeCore.ts';
import { listIdsByRank, neighbourRank } from './taskReads.ts';
import type { CheckedByHand, TaskStore } from './taskStore.ts';
import type { WriteTransaction } from './writeTransaction.ts';

type CardOperations = Pick<TaskStore, 'rankTask' | 'acceptTask' | 'recordCheck' | 'addComment' | 'addArtifact'>;

/** What is done to a card beside changing its fields. */
export function cardOperations(core: StoreCore): CardOperations {
  return {
    rankTask(ref, after, before, context) {
      return core.write('task-rank', Task, context, (transaction) => {
        const task = transaction.getTask(ref);
        const rank = rankFor(transaction, after, before) ?? spread(transaction, after, before);
        transaction.putTask({ ...transaction.getTask(task.id), rank, updatedAt: context.at });
        return () => transaction.saved(task.id);
      });
    },

    acceptTask(ref, what, context) {
      return core.write('task-accept', Task, context, (transaction) => {
        const task = accepted(transaction, transaction.getTask(ref), what);
        transaction.putTask(task);
        transaction.audit('task-accept', `task ${task.number}`, Object.keys(what).join(', '));
        return () => transaction.saved(task.id);
      });
    },

    recordCheck(by, { check, phase, result }, context) {
      return core.write('check-record', Task, context, (transaction) => {
        const task = 'run' in by ? getHeldRun(transaction, by).task : checkedByHand(transaction, by, check);
        if (!task.checks.some(({ id }) => id === check))
          throw new UserError('not-found', l10n.t('#{0} has no check {1}.', task.number, check));
        const evidence = parseInput(CheckResult, result);
        if (!('run' in by)) transaction.tell(task.id, 'check-run', l10n.t('check {0} run: {1}', check, evidence.summary));
        transaction.putTask({ ...task, checks: task.checks.map((one) => (one.id === check ? { ...one, [phase]: evidence } : one)) });
        return () => transaction.saved(task.id);
      });
    },

    addComment(ref, text, context) {
      return core.write('task-comment', Comment, context, (transaction) => {
        const task = transaction.getTask(ref);
        const comment = parseInput(Comment, { id: core.parts.ids.next(), task: task.id, by: context.actor, text, at: context.at });
        putComment(transaction, comment);
        return () => comment;
      });
    },

    addArtifact(draft, context) {
      return core.write('artifact-add', Artifact, context, (transaction) => {
        const artifact = parseInput(Artifact, { ...draft, at: context.at });
        const task = transaction.getTask(artifact.task);
        if (hasArtifact(transaction.reader, artifact.id))
          throw new UserError('conflict', l10n.t('There is already an artifact {0}.', artifact.id));
        const { sql, params } = insertArtifact(artifact);
        transaction.run(sql, params);
        transaction.tell(task.id, 'task-artifact', l10n.t('artifact {0}', artifact.name));
        transaction.touchOthers();
        return () => artifact;
      });
    },
  };
}

/** Adds a comment with its line of history. */
export function putComment(transaction: WriteTransaction, comment: Comment): void {
  const { sql, params } = insertComment(comment);
  transaction.run(sql, params);
  transaction.tell(comment.task, 'task-comment', l10n.t('comment by {0}', comment.by.name));
  transaction.touchOthers();
}

/** The card of a check that was run by hand, if nobody works on it and the check has not been exchanged meanwhile. */
function checkedByHand(transaction: WriteTransaction, { task: id, spec }: CheckedByHand, check: string): Task {
  const task = transaction.getTask(id);
  if (task.lease !== null)
    throw new UserError('conflict', l10n.t('A run works on #{0} by now: it measures the checks itself.', task.number));
  if (!sameJson(task.checks.find((each) => each.id === check)?.spec, spec))
    throw new UserError('conflict', l10n.t('A check of #{0} was changed while it ran. Run it again.', task.number));
  return task;
}

function accepted(transaction: WriteTransaction, task: Task, what: Parameters<TaskStore['acceptTask']>[1]): Task {
  const { actor, at } = transaction;
  if (actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person may accept what is proposed.'));
  const unknown = what.checks?.find((id) => !task.checks.some((check) => check.id === id));
  if (unknown !== undefined) throw new UserError('not-found', l10n.t('#{0} has no check {1}.', task.number, unknown));
  const next = { ...task, updatedAt: at };
  if (what.card === true) {
    next.accepted = true;
    transaction.tell(task.id, 'task-accept', l10n.t('accepted by {0}', actor.name));
  }
  if (what.approval === true) {
    next.approval = { ...task.approval, state: 'approved', by: actor, note: what.note ?? null, at };
    transaction.tell(task.id, 'task-approve', l10n.t('approved by {0}', actor.name));
  }
  if (what.checks) {
    const ids = what.checks;
    next.checks = task.checks.map((check) => (ids.includes(check.id) ? { ...check, state: 'accepted' as const } : check));
    transaction.tell(task.id, 'task-accept', l10n.t('checks accepted: {0}', ids.join(', ')));
  }
  return next;
}

/** A rank beside the named cards; ranks order the whole board, so the free place is beside the next card of any column. */
function rankFor(transaction: WriteTransaction, after: Task['id'] | null, before: Task['id'] | null): string | undefined {
  const above = after === null ? null : transaction.getTask(after).rank;
  const below = before === null ? null : transaction.getTask(before).rank;
  if (above !== null && below !== null && above >= below) return rankBetween(above, below);
  if (above !== null) return rankBetween(above, neighbourRank(transaction.reader, above, 'above'));
  return rankBetween(neighbourRank(transaction.reader, below, 'below'), below);
}

/** Spreads all ranks anew and answers the wanted one. */
function spread(transaction: WriteTransaction, after: Task['id'] | null, before: Task['id'] | null): string {
  const ids = listIdsByRank(transaction.reader);
  const place = after !== null ? ids.indexOf(after) + 1 : before !== null ? ids.indexOf(before) : ids.length;
  const ranks = spreadRanks(ids.length + 1);
  const [wanted] = ranks.splice(place, 1);
  ids.forEach((id, index) => {
    const rank = ranks[index];
    if (rank === undefined) return;
    // The order is the board's: also a damaged card, to which nothing else is written, keeps its place in it.
    if (transaction.isDamaged(id))
      transaction.run('UPDATE tasks SET rank = ?, revision = ? WHERE id = ?', [rank, transaction.revision, id]);
    else transaction.putTask({ ...transaction.getTask(id), rank });
  });
  if (wanted === undefined) throw new Error('no rank for the card');
  return wanted;
}
