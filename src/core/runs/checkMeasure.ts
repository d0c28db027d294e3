import type { Check, CheckResult } from '../model/check.ts';
import type { WorkPath } from '../model/effect.ts';
import type { RunFile } from '../model/run.ts';
import type { Task } from '../model/task.ts';
import type { Grant } from '../rules/policy.ts';
import { problemsAfter, problemsBefore } from '../rules/problemCounts.ts';
import { fileKey } from '../tools/tool.ts';
import { evidenceOf, runCheck } from './checkRunner.ts';
import { filesOfCheck, measureProblems } from './problemCheck.ts';
import type { RunPorts } from './runPorts.ts';

interface MeasureOptions {
  readonly ports: RunPorts;
  readonly at: WorkPath;
  readonly tag: string;
  readonly signal: AbortSignal;
  /** What was found before the work, to compare problems with; absent: this is measured before it. */
  readonly before?: CheckResult | null;
  /** Files that runs of the task have written so far. */
  touched(): Promise<readonly WorkPath[]>;
}

/** What a check finds now. Throws only on abort. Whether it may run is asked before, with `mayRunCheck`. */
export async function measureCheck({ spec }: Check, { ports, at, tag, signal, before, touched }: MeasureOptions): Promise<CheckResult> {
  if (spec.kind !== 'problems') return runCheck(spec, at, tag, { ports, signal });
  const began = ports.clock.monotonic();
  const measured = await measureProblems(await filesOfCheck(spec, at, await touched(), { ports, signal }), { ports, signal });
  const found = before === undefined ? problemsBefore(measured) : problemsAfter(before, measured);
  return {
    ...found,
    output: evidenceOf(ports.filter(measured.output)),
    at: ports.clock.now(),
    duration: Math.round(ports.clock.monotonic() - began),
  };
}

/** A command is code: it runs by itself only if a person wrote or approved exactly this text, on this machine. */
export async function mayRunCheck(
  { spec }: Check,
  grants: readonly Grant[],
  { consents, store }: Pick<RunPorts, 'consents' | 'store'>,
): Promise<boolean> {
  if (spec.kind !== 'command') return true;
  if (grants.some((grant) => grant.kind === 'command' && grant.command === spec.command)) return true;
  return consents.has('check-command', store.storeId, spec.command);
}

/** Where a task's checks run. */
export function folderOfTask({ root }: Pick<Task, 'root'>, { workArea }: Pick<RunPorts, 'workArea'>): WorkPath {
  return { root: root ?? workArea.roots[0] ?? '', path: '' };
}

/** The files that runs of a task wrote, each once. */
export async function filesWrittenFor({ id }: Pick<Task, 'id'>, { store }: Pick<RunPorts, 'store'>): Promise<WorkPath[]> {
  const runs = (await store.listRuns({ task: id })).items;
  const files: RunFile[] = (await Promise.all(runs.map((run) => store.listRunFiles(run.id)))).flat();
  const written = files.filter(({ access }) => access === 'write');
  return [...new Map(written.map(({ root, path }) => [fileKey({ root, path }), { root, path }])).values()];
}
