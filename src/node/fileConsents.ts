import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../core/base/errors.ts';
import { parseJson } from '../core/base/json.ts';
import { Actor } from '../core/model/actor.ts';
import type { ConsentKind, Consents } from '../core/tasks/consents.ts';
import { readPrivateFile } from './privateFile.ts';

const Entry = z.strictObject({ kind: z.string(), store: z.string(), hash: z.string(), by: Actor, at: z.string() });
const Line = z.strictObject({ entry: Entry, mac: z.string() });

/**
 * Consents as lines of a private file in the user's data folder, each with an HMAC-SHA-256 under a key that lies beside it. A line that was
 * forged, changed or cut counts for nothing and is reported once; so does a whole file that others can read or write. Lines are only
 * appended, so two processes do not disturb each other.
 */
export class FileConsents implements Consents {
  readonly #path: string;
  readonly #keyPath: string;
  readonly #notify: (message: string) => void;
  readonly #reported = new Set<string>();
  #granted: ReadonlySet<string> = new Set();
  /** The file and key that `#granted` was made of. */
  #seen = '';

  constructor(dataFolder: string, notify: (message: string) => void) {
    this.#path = join(dataFolder, 'consents.jsonl');
    this.#keyPath = join(dataFolder, 'consents.key');
    this.#notify = notify;
  }

  async has(kind: ConsentKind, storeId: string, content: string): Promise<boolean> {
    try {
      return this.#read().has(identity(kind, storeId, hashOf(content)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#report(error.message);
      return false;
    }
  }

  /** Throws `UserError` that names file and remedy when the consent cannot be kept. */
  async grant(kind: ConsentKind, storeId: string, content: string, actor: Actor): Promise<void> {
    if (await this.has(kind, storeId, content)) return;
    const key = openKey(this.#keyPath);
    readPrivateFile(this.#path);
    const entry = { kind, store: storeId, hash: hashOf(content), by: actor, at: new Date().toISOString() };
    const file = openSync(this.#path, 'a', 0o600);
    try {
      // A line that a crash cut short must not swallow this one.
      writeSync(file, `\n${JSON.stringify({ entry, mac: sign(entry, key) })}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** Always what the file says now: a line that was removed counts no more. */
  #read(): ReadonlySet<string> {
    const text = readPrivateFile(this.#path);
    if (text === undefined) return new Set();
    const key = openKey(this.#keyPath);
    const seen = `${key.toString('hex')}\n${text}`;
    if (seen !== this.#seen) {
      this.#granted = this.#verify(text, key);
      this.#seen = seen;
    }
    return this.#granted;
  }

  #verify(text: string, key: Buffer): ReadonlySet<string> {
    const granted = new Set<string>();
    for (const each of text.split('\n').filter((line) => line !== '')) {
      const line = parseJson(Line, each);
      if (line && isOurs(line, key)) granted.add(identity(line.entry.kind, line.entry.store, line.entry.hash));
      else
        this.#report(
          l10n.t(
            '{0} holds records that Rota did not write, or that were changed or cut. They count for nothing: what they allowed is asked again.',
            this.#path,
          ),
        );
    }
    return granted;
  }

  #report(message: string): void {
    if (!this.#reported.has(message)) this.#notify(message);
    this.#reported.add(message);
  }
}

function isOurs({ entry, mac }: z.infer<typeof Line>, key: Buffer): boolean {
  const [stated, right] = [Buffer.from(mac, 'hex'), Buffer.from(sign(entry, key), 'hex')];
  return stated.length === right.length && timingSafeEqual(stated, right);
}

function sign({ kind, store, hash, by, at }: z.infer<typeof Entry>, key: Buffer): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([kind, store, hash, by.kind, by.name, at]))
    .digest('hex');
}

/** Reads the key, or throws `UserError`; makes it so that two processes that start at once end with the same one. */
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
  const text = readPrivateFile(path) ?? '';
  // An empty or cut key would be one that anybody can guess.
  if (/^[0-9a-f]{64}$/.test(text.trim())) return Buffer.from(text.trim(), 'hex');
  throw new UserError(
    'damaged',
    l10n.t(
      '{0} is not a key that Rota wrote, so no consent counts. Remove it: a new one is made and what was allowed is asked again.',
      path,
    ),
  );
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function identity(kind: string, store: string, hash: string): string {
  return `${kind}\n${store}\n${hash}`;
}
