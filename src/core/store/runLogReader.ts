import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { parseJson } from '../base/json.ts';
import { RunEvent } from '../model/runEvent.ts';
import { splitLines } from './logLines.ts';
import type { StoreFiles } from './storeFiles.ts';

const CHUNK = 256 * 1024;
const MARK_EVERY = 64 * 1024;

const Numbered = z.object({ seq: z.number().int().positive() });

/** An intact line: number, text, and the offset after it. */
interface Line {
  readonly seq: number;
  readonly text: string;
  readonly end: number;
}

/** Reads the event log of one run, also while another process writes it. Damaged lines are left out and told once. */
export class RunLogReader {
  readonly #files: StoreFiles;
  readonly #path: string;
  readonly #notify: (message: string) => void;
  /** Offsets after some intact lines, ascending, so that a reader who follows need not begin at the start. */
  readonly #marks: { seq: number; end: number }[] = [{ seq: 0, end: 0 }];
  #toldDamage = false;

  constructor(files: StoreFiles, path: string, notify: (message: string) => void) {
    this.#files = files;
    this.#path = path;
    this.#notify = notify;
  }

  /** Events with a number above `after`, at most `limit`. */
  read(after: number, limit: number): RunEvent[] {
    const events: RunEvent[] = [];
    if (limit <= 0) return events;
    let last = after;
    for (const line of this.#lines(after)) {
      // A number that comes again was written by a former owner in the moment in which it lost the store: the first one counts.
      if (line.seq <= last) continue;
      last = line.seq;
      const event = parseJson(RunEvent, line.text);
      if (event) events.push(event);
      else this.#tellDamage();
      if (events.length === limit) break;
    }
    return events;
  }

  /** The last intact line and where it ends. What follows it is a torn tail. */
  findEnd(): { seq: number; end: number } {
    let last = { seq: 0, end: 0 };
    for (const { seq, end } of this.#lines(0)) last = { seq: Math.max(last.seq, seq), end };
    return last;
  }

  *#lines(after: number): Generator<Line> {
    if (!this.#files.exists(this.#path)) return;
    const file = this.#files.open(this.#path, 'read');
    try {
      let position = this.#marks.findLast(({ seq }) => seq <= after)?.end ?? 0;
      let unfinished: Uint8Array = new Uint8Array();
      let damaged = false;
      for (;;) {
        const chunk = this.#files.readPart(file, position, CHUNK);
        if (chunk.length === 0) return;
        const bytes = unfinished.length > 0 ? join(unfinished, chunk) : chunk;
        const { lines, rest } = splitLines(bytes, position - unfinished.length);
        position += chunk.length;
        unfinished = rest;
        for (const { text, end } of lines) {
          const seq = text === undefined ? undefined : parseJson(Numbered, text)?.seq;
          if (text === undefined || seq === undefined) damaged = true;
          else {
            if (damaged) this.#tellDamage(); // only now is it known that it was not just the tail
            this.#mark(seq, end);
            yield { seq, text, end };
          }
        }
      }
    } finally {
      this.#files.close(file);
    }
  }

  #mark(seq: number, end: number): void {
    const last = this.#marks.at(-1)!;
    if (end - last.end >= MARK_EVERY && seq > last.seq) this.#marks.push({ seq, end });
  }

  #tellDamage(): void {
    if (this.#toldDamage) return;
    this.#toldDamage = true;
    this.#notify(l10n.t('Some lines of the run log {0} are damaged. The others are still shown; the file is kept as it is.', this.#path));
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
