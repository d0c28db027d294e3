import { createHash } from 'node:crypto';
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from './quantile.ts';
import { calm, controlOf, type Control, type Sample } from './verdict.ts';

const reckonings = 8;
const syncs = 11;
const fileSize = 1 << 20;
const block = new Uint8Array(1 << 18);

/** What else the machine does while a bench measures. A bench takes a sample between its measurements, when nothing of its own is busy. */
export class Machine {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rota-bench-machine-'));
  readonly #loadBefore = load();
  readonly #samples: Sample[] = [];

  /** Begins to watch, with a first sample. */
  constructor() {
    reckon(); // the first brings code and file into memory
    this.#syncTimes();
    this.sample();
  }

  /** Does the fixed work once: about a tenth of a second on a quiet machine. */
  sample(): void {
    const before = process.threadCpuUsage();
    const start = performance.now();
    for (let count = 0; count < reckonings; count += 1) reckon();
    const wall = performance.now() - start;
    const { user, system } = process.threadCpuUsage(before);
    const synced = this.#syncTimes();
    this.#samples.push({ wall, cpu: (user + system) / 1000, sync: quantile(synced), leastSync: Math.min(...synced) });
  }

  /** Ends with a last sample. `said` stands beside the figures. */
  end(): { readonly control: Control; readonly said: string } {
    this.sample();
    rmSync(this.#folder, { recursive: true, force: true });
    const control = controlOf(this.#samples);
    const times = (name: string, value: number, most: number): string =>
      `${name} ${value.toFixed(2)} x its least${value > most ? ` (OFF: above ${most})` : ''}`;
    return {
      control,
      said:
        `load ${this.#loadBefore} before, ${load()} after, on ${availableParallelism()} cores; control in ${this.#samples.length} samples: ` +
        `${times('fixed work', control.processor, calm.processor)}, ${times('a sync', control.disk, calm.disk)}`,
    };
  }

  /** Into a file that was zero-filled ahead, as a journal is. */
  #syncTimes(): number[] {
    const file = openSync(join(this.#folder, 'sync.tmp'), 'w');
    try {
      writeSync(file, new Uint8Array(fileSize));
      fsyncSync(file);
      const bytes = new Uint8Array(400).fill(65);
      return Array.from({ length: syncs }, (_, index) => {
        const start = performance.now();
        writeSync(file, bytes, 0, bytes.length, index * bytes.length);
        fdatasyncSync(file);
        return performance.now() - start;
      });
    } finally {
      closeSync(file);
    }
  }
}

/** The average of the last minute. */
function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

/** Fixed work for one processor, some 10 ms: longer than a busy machine gives at once. Native, so that no compiler changes its mind meanwhile. */
function reckon(): void {
  const hash = createHash('sha256');
  for (let count = 0; count < 64; count += 1) hash.update(block);
  hash.digest();
}
