import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/** A process of a test, with what it has said so far. */
export class TestChild {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly closed: Promise<void>;
  #said = '';
  #complained = '';
  #ended = false;

  /** Starts a script of this folder. */
  constructor(script: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.on('data', (text: Buffer) => (this.#said += text.toString()));
    this.#child.stderr.on('data', (text: Buffer) => (this.#complained += text.toString()));
    this.closed = new Promise((resolve) => this.#child.on('close', () => resolve()));
    void this.closed.then(() => (this.#ended = true));
  }

  /** Whole lines, in order. */
  get lines(): string[] {
    return this.#said.split('\n').slice(0, -1);
  }

  /** The lines that are numbers. */
  get numbers(): number[] {
    return this.lines.filter((line) => /^\d+$/.test(line)).map(Number);
  }

  /** What was refused to it, as it says. */
  get refusals(): string[] {
    return this.lines.filter((line) => line.startsWith('refused'));
  }

  /** Waits for a line; fails when the process ends before it, or says nothing of the kind for long. */
  async until(wanted: (line: string) => boolean, limitMs = 30_000): Promise<void> {
    const start = performance.now();
    while (!this.lines.some(wanted)) {
      if (this.#ended || performance.now() - start > limitMs) {
        throw new Error(`the child did not say it; it said ${this.#said.slice(-300)} and complained ${this.#complained.slice(-600)}`);
      }
      await wait(5);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Kills it at once and waits until it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.closed;
  }
}
