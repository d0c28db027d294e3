import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import { parseJson } from '../core/base/json.ts';
import { Actor } from '../core/model/actor.ts';
import type { ConsentKind, Consents } from '../core/tasks/consents.ts';
import { readPrivateFile } from './privateFile.ts';

const Entry = z.strictObject({ kind: z.string(), store: z.string(), hash: z.string(), by: Actor, at: z.string() });
const Line = z.strictObject({ entry: Entry, mac: z.string() });

/**
 * Consents as lines of a private file in the user's data folder, each with an HMAC-SHA-256 under a key that lies beside it. A line that was
 * forged, changed or cut counts for nothing and is reported once. Lines are only appended, so two processes do not disturb each other.
 */
export class FileConsents implements Consents {
  readonly #path: string;
  readonly #key: Buffer;
  readonly #notify: (message: string) => void;
  readonly #granted = new Set<string>();
  #read = 0;
  #reported = false;

  constructor(dataFolder: string, notify: (message: string) => void) {
    this.#path = join(dataFolder, 'consents.jsonl');
    this.#key = openKey(join(dataFolder, 'consents.key'));
    this.#notify = notify;
  }

  async has(kind: ConsentKind, storeId: string, content: string): Promise<boolean> {
    this.#readNew();
    return this.#granted.has(identity(kind, storeId, hashOf(content)));
  }

  async grant(kind: ConsentKind, storeId: string, content: string, actor: Actor): Promise<void> {
    if (await this.has(kind, storeId, content)) return;
    const entry = { kind, store: storeId, hash: hashOf(content), by: actor, at: new Date().toISOString() };
    const file = openSync(this.#path, 'a', 0o600);
    try {
      // A line that a crash cut short must not swallow this one.
      writeSync(file, `\n${JSON.stringify({ entry, mac: this.#sign(entry) })}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #readNew(): void {
    const text = readPrivateFile(this.#path) ?? '';
    if (text.length < this.#read) this.#forget();
    const end = text.lastIndexOf('\n') + 1;
    for (const line of text.slice(this.#read, end).split('\n')) if (line !== '') this.#take(line);
    this.#read = end;
  }

  /** The file was replaced by another: nothing that was read from the old one counts. */
  #forget(): void {
    this.#granted.clear();
    this.#read = 0;
  }

  #take(text: string): void {
    const line = parseJson(Line, text);
    if (line && this.#isOurs(line)) this.#granted.add(identity(line.entry.kind, line.entry.store, line.entry.hash));
    else if (!this.#reported) {
      this.#reported = true;
      this.#notify(l10n.t('{0} holds records that Rota did not write or that were changed. They count for nothing: what they allowed is asked again.', this.#path));
    }
  }

  #isOurs({ entry, mac }: z.infer<typeof Line>): boolean {
    const [stated, right] = [Buffer.from(mac, 'hex'), Buffer.from(this.#sign(entry), 'hex')];
    return stated.length === right.length && timingSafeEqual(stated, right);
  }

  #sign({ kind, store, hash, by, at }: z.infer<typeof Entry>): string {
    return createHmac('sha256', this.#key).update(JSON.stringify([kind, store, hash, by.kind, by.name, at])).digest('hex');
  }
}

/** Reads the key, or makes it so that two processes that start at once end with the same one. */
function openKey(path: string): Buffer {
  if (!existsSync(path)) {
    const own = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(own, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
    try {
      linkSync(own, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
  }
  readPrivateFile(path);
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function identity(kind: string, store: string, hash: string): string {
  return `${kind}\n${store}\n${hash}`;
}
