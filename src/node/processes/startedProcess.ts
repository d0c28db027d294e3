import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../core/base/errors.ts';
import type { ProcessResult, RunningProcess } from '../../core/tools/processRunner.ts';
import { CharacterStream } from './characterStream.ts';
import { PROCESS_TAG } from './environment.ts';
import { killGroup, killTagged } from './killing.ts';
import type { Launch } from './launch.ts';
import { LiveOutput } from './liveOutput.ts';
import { OutputBuffer } from './outputBuffer.ts';

/** After a program has ended, what it left in the background may hold its output open: this long without a byte is the end. */
const QUIET = 150;
const QUIET_AT_MOST = 1000;
const LONGEST_TIMER = 2 ** 31 - 1;

type Child = ChildProcessByStdio<null, Readable, Readable>;
type Exit = { code: number | null; error?: string };
type Cause = 'time-limit' | 'aborted';

export interface Watch {
  /** Its own mark in the environment of all that it starts. */
  readonly mark: string;
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly onOutput: ((text: string) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A program from its start until its result; never throws. */
export class StartedProcess implements RunningProcess {
  readonly result: Promise<ProcessResult>;
  readonly #watch: Watch;
  readonly #start = performance.now();
  readonly #output = new OutputBuffer();
  readonly #live: LiveOutput | undefined;
  #child: Child | undefined;
  #cause: Cause | undefined;
  #stopping: Promise<void> | undefined;
  #received = 0;
  #running = true;

  constructor(launch: Launch, watch: Watch) {
    this.#watch = watch;
    this.#live = watch.onOutput && new LiveOutput(watch.onOutput);
    this.result = this.#follow(launch);
  }

  get id(): number | undefined {
    return this.#child?.pid;
  }

  readOutput(from: number): { text: string; next: number } {
    return this.#output.read(from);
  }

  /** Also after its end: then it ends what the program left in the background. */
  async stop(): Promise<void> {
    if (this.#running) await this.#end('aborted');
    else await killTagged(PROCESS_TAG, this.#watch.mark);
  }

  async #follow(launch: Launch): Promise<ProcessResult> {
    const exit = this.#spawn(launch);
    const timer = setTimeout(() => void this.#end('time-limit'), Math.min(this.#watch.timeLimit, LONGEST_TIMER));
    const abort = (): void => void this.#end('aborted');
    this.#watch.signal?.addEventListener('abort', abort, { once: true });
    const ended = await exit;
    clearTimeout(timer);
    this.#watch.signal?.removeEventListener('abort', abort);
    await this.#stopping;
    this.#running = false;
    this.#live?.flush();
    return this.#result(ended);
  }

  #spawn(launch: Launch): Promise<Exit> {
    let child: Child;
    try {
      child = spawn(launch.program, launch.args, {
        cwd: launch.folder,
        env: launch.environment,
        // A group and a session of its own: one signal reaches all, and there is no terminal to ask for a password.
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        windowsVerbatimArguments: launch.verbatim,
      });
    } catch (error) {
      return Promise.resolve({ code: null, error: messageOf(error) });
    }
    this.#child = child;
    const streams = [child.stdout, child.stderr].map((stream) => this.#collect(stream));
    return new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: null, error: error.message }));
      child.once('exit', (code) => {
        void Promise.race([Promise.all(streams), this.#quiet()]).then(() => resolve({ code }));
      });
      this.#abandoned = () => resolve({ code: null });
    });
  }

  /** Ends the wait for a program that even KILL did not end (it hangs in the kernel). */
  #abandoned = (): void => undefined;

  /** Resolves at the end of the stream. After the result it is still read, and dropped, so that a server left running does not break. */
  #collect(stream: Readable): Promise<void> {
    const characters = new CharacterStream((bytes) => {
      if (!this.#running) return;
      this.#output.append(bytes);
      this.#live?.append(bytes);
    });
    stream.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
      characters.append(chunk);
    });
    return new Promise((resolve) => {
      const end = (): void => {
        characters.end();
        resolve();
      };
      stream.once('end', end);
      // A pipe that cannot be read any more has nothing to say; the exit code still tells the outcome.
      stream.once('error', end);
    });
  }

  async #quiet(): Promise<void> {
    const limit = performance.now() + QUIET_AT_MOST;
    for (let seen = -1; seen !== this.#received && performance.now() < limit; ) {
      seen = this.#received;
      await wait(QUIET, undefined, { ref: false });
      // After a stall of the loop the timer comes before the bytes that were waiting.
      await nextTurn();
      await nextTurn();
    }
    // What it left behind must not keep this host from ending.
    for (const stream of [this.#child?.stdout, this.#child?.stderr]) (stream as Socket | undefined)?.unref?.();
  }

  #end(cause: Cause): Promise<void> {
    const id = this.id;
    if (id === undefined) return Promise.resolve();
    this.#cause ??= cause;
    return (this.#stopping ??= killGroup(id, PROCESS_TAG, this.#watch.mark).then(() => {
      setTimeout(this.#abandoned, QUIET_AT_MOST).unref();
    }));
  }

  #result(exit: Exit): ProcessResult {
    const { text: output } = this.#output.read(0);
    const duration = performance.now() - this.#start;
    if (exit.error !== undefined) return { exitCode: undefined, ended: 'not-started', output, duration, error: exit.error };
    const exitCode = exit.code ?? undefined;
    return { exitCode, ended: this.#cause ?? (exitCode === undefined ? 'signal' : 'exit'), output, duration };
  }
}
