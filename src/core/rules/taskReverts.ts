import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import { statusNames } from '../model/statusNames.ts';
import type { Task } from '../model/task.ts';
import { changedKeys, instructions } from './taskChanges.ts';

/** One edit of a card: what it was before and what the edit left. */
export interface EditedTask {
  readonly before: Task;
  readonly after: Task;
}

/** What follows from other things and is no part of an edit. */
const bookkeeping: ReadonlySet<keyof Task> = new Set([
  'id',
  'number',
  'revision',
  'createdAt',
  'updatedAt',
  'openDependencies',
  'lostDependencies',
  'fence',
  'source',
  'lease',
]);

/** The fields that an edit changed. */
export function editedKeys({ before, after }: EditedTask): (keyof Task)[] {
  return changedKeys(before, after).filter((key) => !bookkeeping.has(key));
}

/** Refuses when a field that the edit is about is not any more what it is expected to be: somebody else changed it. */
export function assertUnchanged(task: Task, expected: Task, keys: readonly (keyof Task)[]): void {
  const differing = new Set(changedKeys(task, expected));
  const changed = keys.filter((key) => differing.has(key));
  if (changed.length === 0) return;
  if (changed.includes('status'))
    throw new UserError(
      'conflict',
      l10n.t('The status of #{0} is "{1}" meanwhile, so it was left as it is.', task.number, statusNames()[task.status]),
    );
  throw new UserError('conflict', l10n.t('#{0} was changed meanwhile ({1}), so it was left as it is.', task.number, changed.join(', ')));
}

/**
 * Takes an edit back: the fields that it changed become what they were; all others stay, whoever changed them. Only a person may, since
 * what comes back may be an approval. Refused when such a field has changed again, and when a run that ended with the move would be missing.
 */
export function revertTask(task: Task, edit: EditedTask, by: Actor, at: number): Task {
  if (by.kind !== 'person') throw new UserError('refused', l10n.t('Only a person may take an edit back.'));
  const keys = editedKeys(edit);
  // A yes counts for what was to be done then: it does not come back for another text.
  const isConsent = keys.includes('approval') || keys.includes('accepted');
  assertUnchanged(task, edit.after, isConsent ? [...keys, ...instructions] : keys);
  if (keys.includes('status')) assertStatusReturns(task, edit.before);
  if (keys.length === 0) return task;
  return { ...task, ...Object.fromEntries(keys.map((key) => [key, edit.before[key]])), updatedAt: at };
}

function assertStatusReturns(task: Task, before: Task): void {
  const lost = before.lease !== null || before.status === 'waiting';
  if (lost)
    throw new UserError(
      'refused',
      l10n.t(
        '#{0} cannot go back to "{1}": its run ended with the move. Put it into the queue to start anew.',
        task.number,
        statusNames()[before.status],
      ),
    );
}
