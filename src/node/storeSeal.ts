import { createHash, createHmac } from 'node:crypto';
import { SEAL_BYTES, type StoreSeal } from '../core/store/storeSeal.ts';

/** What a seal is made of. */
export interface SealParts {
  readonly storeId: string;
  /** 64 hex digits that only the user's data folder holds. */
  readonly key: string;
  readonly mayBeUnsealed: boolean;
}

/** Seals by HMAC-SHA-256 over the SHA-256 of what is sealed. */
export function createStoreSeal({ storeId, key, mayBeUnsealed }: SealParts): StoreSeal {
  const secret = Buffer.from(key, 'hex');
  return {
    storeId,
    mayBeUnsealed,
    begin() {
      const hash = createHash('sha256').update(storeId);
      return {
        add: (bytes) => void hash.update(bytes),
        over(...more) {
          const whole = hash.copy();
          for (const bytes of more) whole.update(bytes);
          return createHmac('sha256', secret).update(whole.digest()).digest().subarray(0, SEAL_BYTES);
        },
      };
    },
  };
}
