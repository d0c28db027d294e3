/** A program to run: a command line for the machine's shell, or an argument vector that no shell sees. */
export type ProcessCommand = { readonly shell: string } | { readonly argv: readonly [string, ...string[]] };

export interface ProcessRequest {
  readonly command: ProcessCommand;
  /** Absolute working folder. */
  readonly folder: string;
  /** Added to the clean base environment (DESIGN 7). */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds until the whole tree is killed. */
  readonly timeLimit: number;
  /** Marks every descendant through its environment, so that a sweep finds what escaped its group. One tag a run. */
  readonly tag: string;
}

export interface ProcessResult {
  /** `undefined` when it was killed by a signal or never started. */
  readonly exitCode: number | undefined;
  readonly ended: 'exit' | 'signal' | 'time-limit' | 'aborted' | 'not-started';
  /** Head and tail of stdout and stderr together, in order of arrival; the middle of more than 512 KiB is left out with a note. */
  readonly output: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Why it could not start. */
  readonly error?: string;
}

export interface RunningProcess {
  readonly id: number | undefined;
  readonly result: Promise<ProcessResult>;
  /** Output so far, capped like the result's; `from` continues where an earlier read ended. */
  readOutput(from: number): { text: string; next: number };
  /** Ends the whole tree; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * The only place that starts processes: commands, checks, git, servers, runners.
 * Standard input is closed. Children get a clean environment. `start` never throws: a program that cannot start is a result.
 */
export interface ProcessRunner {
  start(request: ProcessRequest, onOutput?: (text: string) => void, signal?: AbortSignal): RunningProcess;
  /** Kills every process that carries the tag, until none is left or two seconds passed; answers how many remain. */
  sweep(tag: string): Promise<number>;
}
