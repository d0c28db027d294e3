import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../core/base/errors.ts';
import { parseJson } from '../core/base/json.ts';
import { readPrivateFile } from './privateFile.ts';

export interface SignedLinesOptions<E> {
  /** The user's own folder (`openUserData`). The key lies there too, one for all such files. */
  readonly dataFolder: string;
  readonly name: string;
  readonly entry: z.ZodType<E>;
  /** What is signed of an entry, all of it. Lists of different files differ in length or in what they begin with. */
  signedParts(entry: E): readonly unknown[];
  readonly notify: (message: string) => void;
}

/**
 * Records as lines of a private file in the user's data folder, each with an HMAC-SHA-256 under a key that lies beside it. A line that was
 * forged, changed or cut counts for nothing and is reported once; so does a whole file that others can read or write. Lines are only
 * appended, so two processes do not disturb each other.
 */
export class SignedLines<E> {
  readonly #options: SignedLinesOptions<E>;
  readonly #path: string;
  readonly #keyPath: string;
  readonly #reported = new Set<string>();
  #entries: readonly E[] = [];
  /** The file and key that `#entries` was made of. */
  #seen = '';

  constructor(options: SignedLinesOptions<E>) {
    this.#options = options;
    this.#path = join(options.dataFolder, options.name);
    this.#keyPath = join(options.dataFolder, 'consents.key');
  }

  /** Always what the file says now, in its order: a line that was removed counts no more. A file that cannot be used holds nothing, and is reported. */
  read(): readonly E[] {
    try {
      return this.#read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#report(error.message);
      return [];
    }
  }

  /** Throws `UserError` that names file and remedy when the record cannot be kept. */
  append(entry: E): void {
    const key = openKey(this.#keyPath);
    readPrivateFile(this.#path);
    const file = openSync(this.#path, 'a', 0o600);
    try {
      // A line that a crash cut short must not swallow this one.
      writeSync(file, `\n${JSON.stringify({ entry, mac: this.#sign(entry, key) })}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #read(): readonly E[] {
    const text = readPrivateFile(this.#path);
    if (text === undefined) return [];
    const key = openKey(this.#keyPath);
    const seen = `${key.toString('hex')}\n${text}`;
    if (seen !== this.#seen) {
      this.#entries = this.#verify(text, key);
      this.#seen = seen;
    }
    return this.#entries;
  }

  #verify(text: string, key: Buffer): E[] {
    const Line = z.strictObject({ entry: this.#options.entry, mac: z.string() });
    const entries: E[] = [];
    for (const each of text.split('\n').filter((line) => line !== '')) {
      const line = parseJson(Line, each);
      if (line && isEqual(line.mac, this.#sign(line.entry, key))) entries.push(line.entry);
      else
        this.#report(
          l10n.t(
            '{0} holds records that Rota did not write, or that were changed or cut. They count for nothing: what they allowed is asked again.',
            this.#path,
          ),
        );
    }
    return entries;
  }

  #sign(entry: E, key: Buffer): string {
    return createHmac('sha256', key)
      .update(JSON.stringify(this.#options.signedParts(entry)))
      .digest('hex');
  }

  #report(message: string): void {
    if (!this.#reported.has(message)) this.#options.notify(message);
    this.#reported.add(message);
  }
}

function isEqual(stated: string, right: string): boolean {
  const [a, b] = [Buffer.from(stated, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
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
