import type { CheckResult } from '../model/check.ts';
import { checkTitle, type Check } from '../model/check.ts';
import type { WorkPath } from '../model/effect.ts';
import type { RunEventBody } from '../model/runEvent.ts';
import type { Task } from '../model/task.ts';
import type { Grant } from '../rules/policy.ts';
import type { RunKey, WriteContext } from '../store/taskStore.ts';
import { nameOf } from '../tools/fileEffects.ts';
import { problemsBefore } from '../rules/problemCounts.ts';
import { mayRunCheck, measureCheck } from './checkMeasure.ts';
import { filesOfCheck, measureProblems } from './problemCheck.ts';
import type { RunPorts } from './runPorts.ts';

interface CheckRoundOptions {
  readonly ports: RunPorts;
  readonly key: RunKey;
  readonly at: WorkPath;
  readonly tag: string;
  readonly grants: readonly Grant[];
  readonly signal: AbortSignal;
  /** Files that runs of the task have written so far. */
  touched(): Promise<readonly WorkPath[]>;
  record(body: RunEventBody): void;
  context(): WriteContext;
}

/** Runs a task's accepted checks and puts the evidence on the card. */
export class CheckRounds {
  readonly #options: CheckRoundOptions;
  /** Measured in this run, by id of the check. */
  readonly #baselines = new Map<string, CheckResult>();

  constructor(options: CheckRoundOptions) {
    this.#options = options;
  }

  /** What is green and red before the agent starts. Measured once for each check: later attempts find the agent's own work. */
  async measureBaseline(task: Task): Promise<Task> {
    return this.#measure(task, 'baseline', (check) => check.baseline === null);
  }

  async measureFinal(task: Task): Promise<Task> {
    return this.#measure(task, 'final', () => true);
  }

  async #measure(task: Task, phase: 'baseline' | 'final', wanted: (check: Check) => boolean): Promise<Task> {
    const { ports, key, record, context } = this.#options;
    let current = task;
    for (const check of task.checks) {
      if (check.state !== 'accepted' || !wanted(check)) continue;
      const title = checkTitle(check.spec);
      if (!(await mayRunCheck(check, this.#options.grants, ports))) {
        record({ type: 'status', message: `Check not run, because no person of this machine has allowed this command: ${title}` });
        continue;
      }
      // Which files a run will write is not known yet: each is measured before its first write.
      if (phase === 'baseline' && check.spec.kind === 'problems' && check.spec.pattern === undefined) continue;
      record({ type: 'check-start', check: check.id, title, phase });
      const result = await this.#run(check, phase);
      record({ type: 'check-end', check: check.id, title, phase, result });
      if (phase === 'baseline') {
        // A later run, in an editor, may still measure it.
        if (result.unmeasured !== undefined) continue;
        this.#baselines.set(check.id, result);
      }
      current = await ports.store.recordCheck(
        key,
        { check: check.id, phase: phase === 'baseline' ? 'baseline' : 'latest', result },
        context(),
      );
    }
    return current;
  }

  /** Measures the problems of a file that the run is about to write for the first time, for checks that compare with before. */
  async beforeWrite(task: Task, file: WorkPath): Promise<void> {
    const { ports, key, signal, context } = this.#options;
    const name = nameOf(file, ports.workArea);
    for (const { id, spec, state, baseline } of task.checks) {
      const known = (this.#baselines.get(id) ?? baseline)?.errors ?? {};
      if (state !== 'accepted' || spec.kind !== 'problems' || spec.pattern !== undefined || Object.hasOwn(known, name)) continue;
      const began = ports.clock.monotonic();
      const measured = await measureProblems(await filesOfCheck(spec, this.#options.at, [file], { ports, signal }), { ports, signal });
      if (measured.unmeasured.length > 0) continue;
      // A file that is not there yet has no errors.
      const found = problemsBefore({ errors: { ...known, [name]: 0, ...measured.errors }, unmeasured: [] });
      const result = { ...found, output: '', at: ports.clock.now(), duration: Math.round(ports.clock.monotonic() - began) };
      this.#baselines.set(id, result);
      await ports.store.recordCheck(key, { check: id, phase: 'baseline', result }, context());
    }
  }

  #run(check: Check, phase: 'baseline' | 'final'): Promise<CheckResult> {
    const { ports, at, tag, signal, touched } = this.#options;
    return measureCheck(check, {
      ports,
      at,
      tag,
      signal,
      touched,
      ...(phase === 'final' && { before: this.#baselines.get(check.id) ?? check.baseline }),
    });
  }
}
