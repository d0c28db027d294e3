import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { Check } from '../model/check.ts';
import { statusNames } from '../model/statusNames.ts';
import type { Task } from '../model/task.ts';
import { filesWrittenFor, folderOfTask, mayRunCheck, measureCheck } from './checkMeasure.ts';
import type { RunPorts } from './runPorts.ts';

/** What came of checks that a person had run. */
export interface HandMeasurement {
  readonly task: Task;
  /** Commands that nobody on this machine has allowed in these words: they were not run. */
  readonly notAllowed: readonly Check[];
}

/**
 * Runs the accepted checks of a card in review because a person wants to know, and puts what they found on the card. No agent takes part and
 * the card stays where it is. Throws on abort; what was measured by then is kept.
 */
export async function checkByHand(task: Task, actor: Actor, ports: RunPorts, signal: AbortSignal): Promise<HandMeasurement> {
  const { store, clock } = ports;
  const accepted = task.checks.filter(({ state }) => state === 'accepted');
  const name = statusNames();
  if (store.readOnly !== undefined) throw new UserError('read-only', store.readOnly);
  if (task.status !== 'review')
    throw new UserError(
      'refused',
      l10n.t(
        'The status of task #{0} is {1}, not {2}: its checks are run by hand only there.',
        task.number,
        name[task.status],
        name.review,
      ),
    );
  if (accepted.length === 0) throw new UserError('refused', l10n.t('Task #{0} has no accepted check.', task.number));
  const tag = ports.ids.next();
  const notAllowed: Check[] = [];
  let current = task;
  try {
    for (const check of accepted) {
      if (!(await mayRunCheck(check, [], ports))) {
        notAllowed.push(check);
        continue;
      }
      const result = await measureCheck(check, {
        ports,
        at: folderOfTask(task, ports),
        tag,
        signal,
        before: check.baseline,
        touched: () => filesWrittenFor(task, ports),
      });
      current = await store.recordCheck(
        { task: task.id, spec: check.spec },
        { check: check.id, phase: 'latest', result },
        { actor, at: clock.now() },
      );
    }
  } finally {
    await ports.processes.sweep(tag);
  }
  return { task: current, notAllowed };
}
