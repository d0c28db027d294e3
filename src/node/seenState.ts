import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../core/base/json.ts';
import { readPrivateFile } from './privateFile.ts';

const count = z.number().int().nonnegative();
const Seen = z.strictObject({ change: count, number: count });

/** How far a store had come: its last change that was surely on disk, and the highest number that was given to a card. */
export type Seen = z.infer<typeof Seen>;

/** How far a store was when this machine last looked, kept outside of it: files that are older are no state to go on from unasked. */
export class SeenState {
  readonly #path: string;

  constructor({ dataFolder, storeId }: { readonly dataFolder: string; readonly storeId: string }) {
    this.#path = join(dataFolder, 'stores', `${storeId}.seen`);
  }

  read(): Seen {
    const text = readPrivateFile(this.#path);
    return (text === undefined ? undefined : parseJson(Seen, text)) ?? { change: 0, number: 0 };
  }

  /** Never throws: without it a store is as safe as its files are. */
  raise({ change, number }: Seen): void {
    try {
      const before = this.read();
      const next: Seen = { change: Math.max(before.change, change), number: Math.max(before.number, number) };
      if (next.change === before.change && next.number === before.number) return;
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      const draft = `${this.#path}.${randomBytes(6).toString('hex')}.tmp`;
      writeFileSync(draft, `${JSON.stringify(next)}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(draft, this.#path);
    } catch {
      // a full disk, or a folder without rights: others say so
    }
  }
}
