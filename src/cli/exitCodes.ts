import type { UserErrorCode } from '../core/base/errors.ts';
import type { TaskStatus } from '../core/model/taskStatus.ts';

/** What a script learns from how the command ended. Listed in `rota --help` and README.md. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  waiting: 3,
  review: 4,
  blocked: 5,
  store: 6,
  internal: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byErrorCode: Record<UserErrorCode, ExitCode> = {
  invalid: exitCodes.usage,
  'not-found': exitCodes.usage,
  refused: exitCodes.usage,
  conflict: exitCodes.usage,
  'read-only': exitCodes.store,
  damaged: exitCodes.store,
  unavailable: exitCodes.failed,
};

export function exitCodeOf(code: UserErrorCode): ExitCode {
  return byErrorCode[code];
}

/** How executing cards ended: the worst of them decides. Work in review is a success unless the caller insists on done. */
export function exitCodeOfWork(statuses: readonly TaskStatus[], blocked: boolean, requireDone: boolean): ExitCode {
  if (statuses.includes('failed')) return exitCodes.failed;
  if (statuses.includes('waiting')) return exitCodes.waiting;
  if (blocked) return exitCodes.blocked;
  const open = statuses.some((status) => status !== 'done' && status !== 'canceled');
  return requireDone && open ? exitCodes.review : exitCodes.done;
}
