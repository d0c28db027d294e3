import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { Run } from '../model/run.ts';
import { statusNames } from '../model/statusNames.ts';
import type { Task } from '../model/task.ts';
import type { TaskStatus } from '../model/taskStatus.ts';
import { checkEvidence } from './checkEvidence.ts';

/** A task about to change its status. */
export interface Move {
  readonly task: Task;
  readonly to: TaskStatus;
  readonly by: Actor;
  /** The run that reports it; `null` when it is done by hand. */
  readonly run: Run | null;
}

/** Answers why a move may not happen, or `undefined` when it may. */
type Guard = (move: Move) => string | undefined;

const guards = {
  'by-hand': ({ run }) => (run ? l10n.t('only a person or a program may do that') : undefined),
  'not-by-agent': ({ by, run }) =>
    !run && by.kind === 'agent' ? l10n.t('an agent may propose; only a person or a passed check accepts') : undefined,
  unheld: ({ task, run }) => (!run && task.lease ? l10n.t('a run is working on it; cancel the run first') : undefined),
  checked: ({ task, run }) => (run ? checkEvidence(task, run) : undefined),
  'attempts-left': ({ task, run }) =>
    run && task.attempts >= task.maxAttempts ? l10n.t('all {0} attempts are used up', task.maxAttempts) : undefined,
  'attempts-used-up': ({ task, run }) => (run && task.attempts < task.maxAttempts ? l10n.t('it has attempts left') : undefined),
} satisfies Record<string, Guard>;

type GuardName = keyof typeof guards;

/** Which status may follow which, and under which guards. What is not here is refused. */
const transitions: Record<TaskStatus, Partial<Record<TaskStatus, readonly GuardName[]>>> = {
  todo: {
    queued: [],
    running: ['by-hand'],
    done: ['by-hand', 'not-by-agent'],
    failed: ['by-hand'],
    canceled: [],
  },
  queued: {
    running: [],
    todo: [],
    done: ['by-hand', 'not-by-agent'],
    failed: ['attempts-used-up'],
    canceled: [],
  },
  running: {
    waiting: ['unheld'],
    review: ['unheld'],
    done: ['unheld', 'not-by-agent', 'checked'],
    failed: ['unheld'],
    queued: ['unheld', 'attempts-left'],
    todo: ['unheld'],
    canceled: ['unheld'],
  },
  waiting: {
    running: ['unheld'],
    queued: ['unheld', 'attempts-left'],
    review: ['unheld'],
    done: ['unheld', 'by-hand', 'not-by-agent'],
    failed: ['unheld'],
    canceled: ['unheld'],
  },
  review: {
    done: ['by-hand', 'not-by-agent'],
    queued: [],
    todo: [],
    failed: [],
    canceled: [],
  },
  done: { queued: [], todo: [] },
  failed: { queued: [], todo: [] },
  canceled: { queued: [], todo: [] },
};

/** The statuses that may follow, guards aside. */
export function nextStatuses(from: TaskStatus): TaskStatus[] {
  return Object.keys(transitions[from]) as TaskStatus[];
}

/** Refuses a move that the table or one of its guards forbids; the message names both states and the reason. */
export function assertTransition(move: Move): void {
  const { task, to } = move;
  const names = transitions[task.status][to];
  const words = statusNames();
  if (!names) {
    const next = nextStatuses(task.status)
      .map((status) => l10n.t('"{0}"', words[status]))
      .join(', ');
    throw new UserError(
      'refused',
      l10n.t('#{0} cannot go from "{1}" to "{2}"; from "{1}" it may go to {3}.', task.number, words[task.status], words[to], next),
    );
  }
  for (const name of names) {
    const reason = guards[name](move);
    if (reason === undefined) continue;
    throw new UserError('refused', l10n.t('#{0} cannot go from "{1}" to "{2}": {3}.', task.number, words[task.status], words[to], reason));
  }
}
