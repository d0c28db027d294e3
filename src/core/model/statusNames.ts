import * as l10n from '@vscode/l10n';
import type { RunStatus } from './run.ts';
import type { Priority, TaskStatus } from './taskStatus.ts';

/** What people read for each status, in every view and as the columns of a board without a file. */
export function statusNames(): Readonly<Record<TaskStatus, string>> {
  return {
    todo: l10n.t('To do'),
    queued: l10n.t('Queued'),
    running: l10n.t('In progress'),
    waiting: l10n.t('Waiting'),
    review: l10n.t('In review'),
    done: l10n.t('Done'),
    failed: l10n.t('Failed'),
    canceled: l10n.t('Canceled'),
  };
}

/** What people read for how a run stands. */
export function runStatusNames(): Readonly<Record<RunStatus, string>> {
  return {
    running: l10n.t('running'),
    waiting: l10n.t('waits for you'),
    succeeded: l10n.t('finished'),
    failed: l10n.t('failed'),
    canceled: l10n.t('stopped'),
    interrupted: l10n.t('interrupted'),
  };
}

/** The codicon of each status, the same in every view. */
export const statusIcons: Readonly<Record<TaskStatus, string>> = {
  todo: 'circle-large-outline',
  queued: 'clock',
  running: 'sync',
  waiting: 'bell-dot',
  review: 'eye',
  done: 'pass-filled',
  failed: 'error',
  canceled: 'circle-slash',
};

/** The codicon of each state of a run. */
export const runStatusIcons: Readonly<Record<RunStatus, string>> = {
  running: 'sync',
  waiting: statusIcons.waiting,
  succeeded: 'pass',
  failed: 'error',
  canceled: 'circle-slash',
  interrupted: 'debug-disconnect',
};

/** What people read for each priority. */
export function priorityNames(): Readonly<Record<Priority, string>> {
  return { P0: l10n.t('P0 Urgent'), P1: l10n.t('P1 High'), P2: l10n.t('P2 Normal'), P3: l10n.t('P3 Low') };
}
