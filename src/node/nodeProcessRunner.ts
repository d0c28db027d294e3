import { randomUUID } from 'node:crypto';
import type { ProcessRequest, ProcessResult, ProcessRunner, RunningProcess } from '../core/tools/processRunner.ts';
import { RUN_TAG } from './processes/environment.ts';
import { isAlive, killNow, killTagged } from './processes/killing.ts';
import { prepareLaunch, type LaunchOptions } from './processes/launch.ts';
import { StartedProcess } from './processes/startedProcess.ts';

/**
 * Starts programs in a group of their own with a clean environment, and ends them with all that they started.
 *
 * A program that ends by itself may leave processes in the background: they live until `sweep` of its tag at the end of the run.
 * Not guaranteed without a sandbox: on Linux a process that left its group, lost its parent *and* cleared its environment; on macOS any
 * that left its group; on Windows any whose parent ended first. A host that was killed leaves its children to the sweep of the next
 * start (Linux).
 */
export class NodeProcessRunner implements ProcessRunner {
  readonly #options: LaunchOptions;
  /** Groups that this host started, by tag: alive, or ended with members left. */
  readonly #groups = new Map<string, Set<number>>();
  readonly #running = new Map<string, Set<StartedProcess>>();

  constructor(options: LaunchOptions) {
    this.#options = options;
  }

  start(request: ProcessRequest, onOutput?: (text: string) => void, signal?: AbortSignal): RunningProcess {
    if (signal?.aborted) return neverStarted({ ended: 'aborted' });
    const mark = randomUUID();
    const launch = prepareLaunch(request, this.#options, mark);
    if ('error' in launch) return neverStarted({ ended: 'not-started', error: launch.error });
    const started = new StartedProcess(launch, { mark, timeLimit: request.timeLimit, onOutput, signal });
    this.#remember(request.tag, started);
    return started;
  }

  async sweep(tag: string): Promise<number> {
    const running = [...(this.#running.get(tag) ?? [])];
    const stopped = Promise.all(running.map((started) => started.stop()));
    for (const group of this.#groups.get(tag) ?? []) killLeftGroup(group);
    this.#groups.delete(tag);
    const [left] = await Promise.all([killTagged(RUN_TAG, tag), stopped]);
    return left;
  }

  #remember(tag: string, started: StartedProcess): void {
    const running = this.#running.get(tag) ?? new Set();
    this.#running.set(tag, running.add(started));
    void started.result.then(() => {
      running.delete(started);
      if (running.size === 0) this.#running.delete(tag);
      if (started.id === undefined || process.platform === 'win32' || !isAlive(-started.id)) return;
      this.#groups.set(tag, (this.#groups.get(tag) ?? new Set()).add(started.id));
    });
  }
}

/** A group whose first process lives again is somebody else's: the number was given out anew. */
function killLeftGroup(group: number): void {
  if (!isAlive(group)) killNow(-group);
}

function neverStarted(how: Pick<ProcessResult, 'ended' | 'error'>): RunningProcess {
  return {
    id: undefined,
    result: Promise.resolve({ exitCode: undefined, output: '', duration: 0, ...how }),
    readOutput: (from) => ({ text: '', next: from }),
    stop: () => Promise.resolve(),
  };
}
