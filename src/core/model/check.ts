import * as z from 'zod';
import { Actor } from './actor.ts';
import { Timestamp } from './scalars.ts';

/** A path pattern inside the workspace: `/` as separator, globs allowed, never absolute or upward. */
const PathPattern = z
  .string()
  .min(1)
  .max(1000)
  .refine((pattern) => !/^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)|\0/.test(pattern), 'must be a relative pattern inside the workspace');

/** What Rota looks at to see whether a task is done. */
export const CheckSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    /** Passes when the command ends with exit code 0. */
    kind: z.literal('command'),
    command: z.string().min(1).max(4000),
    /** Seconds until the command counts as failed. */
    timeLimit: z.number().int().min(1).max(3600).default(300),
  }),
  z.strictObject({
    /** Passes when a file matches (`present`), or none does (`absent`); with `containing`, only files with that text count. */
    kind: z.literal('files'),
    pattern: PathPattern,
    expect: z.enum(['present', 'absent']).default('present'),
    containing: z.string().min(1).max(4000).optional(),
  }),
  z.strictObject({
    /** Passes when the editor's language tools report no more errors than before the agent started. */
    kind: z.literal('problems'),
    /** The files that count; absent: those that the task's runs write. */
    pattern: PathPattern.optional(),
  }),
]);
export type CheckSpec = z.infer<typeof CheckSpec>;

/** What one execution of a check found. */
export const CheckResult = z.strictObject({
  passed: z.boolean(),
  /** Why nothing was measured: then the result is neither green nor red, and `passed` is false. */
  unmeasured: z.string().optional(),
  /** Of a check of problems: errors by file. */
  errors: z.record(z.string(), z.number().int().nonnegative()).optional(),
  at: Timestamp,
  /** Milliseconds it took. */
  duration: z.number().nonnegative(),
  /** One line for a person: exit code, number of files, time limit. */
  summary: z.string(),
  /** The last lines of its output, filtered and capped. */
  output: z.string(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** An acceptance check with its evidence. */
export const Check = z.strictObject({
  /** Unique within its task: `c1`, `c2`. */
  id: z.string().min(1).max(20),
  spec: CheckSpec,
  /** Agents may propose; a proposal counts for nothing until a person accepts it. */
  state: z.enum(['accepted', 'proposed']),
  by: Actor,
  /** The result before the agent started; `null` until it was measured. Green here means "was already passing". */
  baseline: CheckResult.nullable(),
  latest: CheckResult.nullable(),
});
export type Check = z.infer<typeof Check>;

/** The check as a person would say it. */
export function checkTitle(spec: CheckSpec): string {
  if (spec.kind === 'command') return spec.command;
  if (spec.kind === 'problems') return `no new problems in ${spec.pattern ?? 'the changed files'}`;
  const containing = spec.containing === undefined ? '' : ` containing ${JSON.stringify(spec.containing)}`;
  return `${spec.expect === 'present' ? 'a file' : 'no file'} ${spec.pattern}${containing}`;
}
