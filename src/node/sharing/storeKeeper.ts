import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import type { Backup, BackupReason } from '../../core/model/backup.ts';
import { nextEpoch } from '../../core/store/generation.ts';
import { SqlEngine } from '../../core/store/sqlEngine.ts';
import type { Backups } from '../backups.ts';
import type { OwnedStore, StoreCopy } from '../localStore.ts';
import { putStore } from '../putStore.ts';
import type { LocalStoreOptions } from '../storePicture.ts';

/** What only the owner of a store can do with the store as a whole. After `putBack` and `restore` the store is to be opened anew. */
export interface StoreKeeper {
  backUp(reason: BackupReason): Backup;
  /** Writes all that is in memory to where the files were. */
  putBack(): void;
  /** Puts a copy in the place of what is there, which is kept as a copy too. */
  restore(name: string): Promise<void>;
}

/** Keeps the store that this process owns. */
export function keeperOf(owned: OwnedStore, options: LocalStoreOptions): StoreKeeper {
  const { place, seal, backups } = options;
  const write = ({ image, facts, base }: StoreCopy, reason: BackupReason): Backup => {
    backups.seen.raise({ change: base, number: facts.number });
    return backups.write(image, reason, facts);
  };
  return {
    backUp: (reason) => write(owned.copy(), reason),
    putBack() {
      if (owned.hold() === 'held') return; // somebody else asked a moment before
      const { image, generation, base } = owned.copy();
      putStore({ place, seal, image, base, generation: nextEpoch(generation) });
    },
    async restore(name) {
      const { image } = backups.read(name);
      const copy = owned.copy();
      write(copy, 'restore');
      const { generation, base } = copy;
      putStore({ place, seal, image: await withHighestNumber(image, backups), base: base + 1, generation: nextEpoch(generation) });
    },
  };
}

/** The copy, but numbers that were given after it was made are not given again. */
export async function withHighestNumber(image: Uint8Array, backups: Backups): Promise<Uint8Array> {
  const engine = await SqlEngine.open(image);
  try {
    engine.transact([
      { sql: `UPDATE meta SET value = max(CAST(value AS INTEGER), ?) WHERE key = 'number'`, params: [backups.highestNumber()] },
    ]);
    return engine.image();
  } catch (error) {
    throw new UserError('damaged', l10n.t('The backup cannot be read as a board. Choose another one.'), { cause: error });
  } finally {
    engine.close();
  }
}
