import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Actor } from '../core/model/actor.ts';
import type { ConsentKind, Consents } from '../core/tasks/consents.ts';
import { SignedLines } from './signedLines.ts';

const Entry = z.strictObject({ kind: z.string(), store: z.string(), hash: z.string(), by: Actor, at: z.string() });
type Entry = z.infer<typeof Entry>;

/** Consents as signed lines of the user's data folder. */
export class FileConsents implements Consents {
  readonly #lines: SignedLines<Entry>;
  #granted: ReadonlySet<string> = new Set();
  /** What `#granted` was made of. */
  #entries: readonly Entry[] = [];

  constructor(dataFolder: string, notify: (message: string) => void) {
    const signedParts = ({ kind, store, hash, by, at }: Entry): unknown[] => [kind, store, hash, by.kind, by.name, at];
    this.#lines = new SignedLines({ dataFolder, name: 'consents.jsonl', entry: Entry, signedParts, notify });
  }

  async has(kind: ConsentKind, storeId: string, content: string): Promise<boolean> {
    const entries = this.#lines.read();
    if (entries !== this.#entries) {
      this.#granted = new Set(entries.map((entry) => identity(entry.kind, entry.store, entry.hash)));
      this.#entries = entries;
    }
    return this.#granted.has(identity(kind, storeId, hashOf(content)));
  }

  /** Throws `UserError` that names file and remedy when the consent cannot be kept. */
  async grant(kind: ConsentKind, storeId: string, content: string, actor: Actor): Promise<void> {
    if (await this.has(kind, storeId, content)) return;
    this.#lines.append({ kind, store: storeId, hash: hashOf(content), by: actor, at: new Date().toISOString() });
  }
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function identity(kind: string, store: string, hash: string): string {
  return `${kind}\n${store}\n${hash}`;
}
