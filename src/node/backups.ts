import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { parseJson } from '../core/base/json.ts';
import { Backup, BackupReason } from '../core/model/backup.ts';
import type { StoreFacts } from '../core/store/storeFacts.ts';
import { listNames } from './folderNames.ts';
import { SeenState } from './seenState.ts';

/** How many copies of each kind stay, newest first. */
const most: Readonly<Record<BackupReason, number>> = { day: 10, update: 3, bulk: 5, asked: 10, displaced: 5, restore: 5 };
/** Beyond this only the newest two stay. */
const mostBytes = 500 * 2 ** 20;

/** The copies of one store that this machine keeps outside of every workspace: an image of the database each, beside a note of what it is. */
export class Backups {
  readonly #folder: string;
  readonly #storeId: string;
  readonly #root: string;
  /** How far the store was, as this machine knows. */
  readonly seen: SeenState;

  constructor({ dataFolder, storeId, root }: { dataFolder: string; storeId: string; root: string }) {
    this.#folder = join(dataFolder, 'backups', storeId);
    this.#storeId = storeId;
    this.#root = root;
    this.seen = new SeenState({ dataFolder, storeId });
  }

  /** Keeps a copy; it is on disk when the call returns. */
  write(image: Uint8Array, reason: BackupReason, facts: StoreFacts, madeAt = Date.now()): Backup {
    const name = `${new Date(madeAt).toISOString().replace(/[:.]/g, '-')}-${reason}-${randomBytes(3).toString('hex')}`;
    const sha256 = createHash('sha256').update(image).digest('hex');
    const backup: Backup = { name, store: this.#storeId, root: this.#root, madeAt, reason, ...facts, bytes: image.length, sha256 };
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#place(`${name}.db`, image);
    // The note comes last: what has none does not count.
    this.#place(`${name}.json`, `${JSON.stringify(backup)}\n`);
    this.#prune(madeAt);
    return backup;
  }

  /** Keeps a copy once for each day on which something changed. */
  keepDay(image: () => Uint8Array, facts: StoreFacts, now = Date.now()): void {
    if (facts.number === 0) return; // no card yet
    const days = this.list().filter(({ reason }) => reason === 'day');
    const today = new Date(now).toDateString();
    if (days.some(({ madeAt, revision }) => revision === facts.revision || new Date(madeAt).toDateString() === today)) return;
    this.write(image(), 'day', facts, now);
  }

  /** All that count, newest first. */
  list(): Backup[] {
    return listNames(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => parseJson(Backup, readFileSync(join(this.#folder, name), 'utf8')) ?? [])
      .sort((one, other) => other.madeAt - one.madeAt || (one.name < other.name ? 1 : -1));
  }

  /** The highest number that is known to have been given: what is put in place must not give it again. */
  highestNumber(): number {
    return Math.max(this.seen.read().number, ...this.list().map(({ number }) => number));
  }

  /** The database of one of them. Throws `UserError` when there is none, or it is not what was written. */
  read(name: string): { backup: Backup; image: Uint8Array } {
    const backup = this.list().find((each) => each.name === name);
    if (!backup) throw new UserError('not-found', l10n.t('There is no backup "{0}" of this board. `rota backup list` shows them.', name));
    const path = join(this.#folder, `${name}.db`);
    const image = new Uint8Array(readFileSync(path));
    if (createHash('sha256').update(image).digest('hex') === backup.sha256) return { backup, image };
    throw new UserError('damaged', l10n.t('The backup {0} is damaged. Choose another one; `rota backup list` shows them.', path));
  }

  #place(name: string, content: Uint8Array | string): void {
    const path = join(this.#folder, name);
    writeFileSync(`${path}.tmp`, content, { mode: 0o600, flush: true });
    renameSync(`${path}.tmp`, path);
  }

  /** What a wrong clock dated later than now counts as the oldest: it must not push out what is kept from here on. */
  #prune(now: number): void {
    const all = this.list();
    const [dated, later] = [all.filter(({ madeAt }) => madeAt <= now), all.filter(({ madeAt }) => madeAt > now)];
    const left = new Map<BackupReason, number>(BackupReason.options.map((reason) => [reason, most[reason]]));
    let bytes = 0;
    for (const [index, { name, reason, bytes: own }] of [...dated, ...later].entries()) {
      const room = (left.get(reason) ?? 0) - 1;
      left.set(reason, room);
      bytes += own;
      if (index < 2 || (room >= 0 && bytes <= mostBytes)) continue;
      for (const end of ['json', 'db']) rmSync(join(this.#folder, `${name}.${end}`), { force: true });
    }
  }
}
