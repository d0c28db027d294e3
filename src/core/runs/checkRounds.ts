import type { CheckResult } from '../model/check.ts';
import { checkTitle, type Check } from '../model/check.ts';
import type { WorkPath } from '../model/effect.ts';
import type { RunEventBody } from '../model/runEvent.ts';
import type { Task } from '../model/task.ts';
import type { Grant } from '../rules/policy.ts';
import type { RunKey, WriteContext } from '../store/taskStore.ts';
import { runCheck } from './checkRunner.ts';
import type { RunPorts } from './runPorts.ts';

interface CheckRoundOptions {
  readonly ports: RunPorts;
  readonly key: RunKey;
  readonly at: WorkPath;
  readonly tag: string;
  readonly grants: readonly Grant[];
  readonly signal: AbortSignal;
  record(body: RunEventBody): void;
  context(): WriteContext;
}

/** Runs a task's accepted checks and puts the evidence on the card. */
export class CheckRounds {
  readonly #options: CheckRoundOptions;

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
      if (!(await this.#mayRun(check))) {
        record({ type: 'status', message: `Check not run, because no person of this machine has allowed this command: ${title}` });
        continue;
      }
      record({ type: 'check-start', check: check.id, title, phase });
      const result = await this.#run(check);
      record({ type: 'check-end', check: check.id, title, phase, result });
      current = await ports.store.recordCheck(key, { check: check.id, phase: phase === 'baseline' ? 'baseline' : 'latest', result }, context());
    }
    return current;
  }

  #run(check: Check): Promise<CheckResult> {
    const { ports, at, tag, signal } = this.#options;
    return runCheck(check.spec, at, tag, { ports, signal });
  }

  /** A command is code: it runs by itself only if a person wrote or approved exactly this text, on this machine. */
  async #mayRun({ spec }: Check): Promise<boolean> {
    if (spec.kind === 'files') return true;
    const { grants, ports } = this.#options;
    if (grants.some((grant) => grant.kind === 'command' && grant.command === spec.command)) return true;
    return ports.consents.has('check-command', ports.store.storeId, spec.command);
  }
}
