import * as l10n from '@vscode/l10n';
import type { Effect } from '../model/effect.ts';
import type { RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { Task } from '../model/task.ts';
import type { TaskStatus } from '../model/taskStatus.ts';
import { deadLetterReason, mayRetry } from './retries.ts';

/** What becomes of the task of a run that was cut off. */
export interface Recovery {
  readonly taskStatus: TaskStatus;
  readonly reason: string;
  /** Set when a person has to say how to go on. */
  readonly question: string | undefined;
}

type ToolStart = Extract<RunEventBody, { type: 'tool-start' }>;

/**
 * Back to the queue when the run changed nothing outside, else it waits for a person. A side effect counts from its recorded intent:
 * one without an end may or may not have happened.
 */
export function recoverTask(task: Pick<Task, 'attempts' | 'maxAttempts'>, events: readonly RunEvent[]): Recovery {
  const starts = events.map((event) => event.body).filter((body): body is ToolStart => body.type === 'tool-start');
  const acts = starts.filter((start) => start.effects.some(isSideEffect));
  if (acts.length === 0 && mayRetry(task)) return { taskStatus: 'queued', reason: l10n.t('Its run was interrupted.'), question: undefined };
  if (acts.length === 0) {
    return { taskStatus: 'failed', reason: deadLetterReason(task.attempts, l10n.t('the run was interrupted')), question: undefined };
  }
  return { taskStatus: 'waiting', reason: l10n.t('Its run was interrupted.'), question: interruptedQuestion(acts, events) };
}

function interruptedQuestion(acts: readonly ToolStart[], events: readonly RunEvent[]): string {
  const ended = new Set(events.flatMap(({ body }) => (body.type === 'tool-end' ? [body.callId] : [])));
  const lastDone = acts.findLast((act) => ended.has(act.callId));
  const unsure = acts.filter((act) => !ended.has(act.callId)).map((act) => act.summary);
  const lines = [l10n.t('The run was interrupted.')];
  if (lastDone) lines.push(l10n.t('Last finished step: {0}.', lastDone.summary));
  if (unsure.length > 0) lines.push(l10n.t('Begun, and perhaps done: {0}. It will not be repeated by itself.', unsure.join('; ')));
  lines.push(l10n.t('Continue, start over or give up?'));
  return lines.join(' ');
}

function isSideEffect(effect: Effect): boolean {
  return effect.kind === 'write' || effect.kind === 'command' || (effect.kind === 'tasks' && effect.change !== 'read');
}
