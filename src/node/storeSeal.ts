import { createHash, hash as digestOf } from 'node:crypto';
import { SEAL_BYTES, type StoreSeal } from '../core/store/storeSeal.ts';

/** What a seal is made of. */
export interface SealParts {
  readonly storeId: string;
  /** 64 hex digits that only the user's data folder holds. */
  readonly key: string;
  readonly mayBeUnsealed: boolean;
}

const BLOCK_BYTES = 64;

/** Seals by HMAC-SHA-256 over the SHA-256 of what is sealed. */
export function createStoreSeal({ storeId, key, mayBeUnsealed }: SealParts): StoreSeal {
  const hmac = shortHmac(Buffer.from(key, 'hex'));
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
          return hmac(whole.digest()).subarray(0, SEAL_BYTES);
        },
      };
    },
  };
}

/** HMAC-SHA-256 of short texts, with a key of at most a block. As RFC 2104 makes it of two hashes: each commit waits for this, and `createHmac` takes far longer. */
function shortHmac(key: Uint8Array): (text: Uint8Array) => Buffer {
  const padded = (byte: number): Uint8Array => Uint8Array.from({ length: BLOCK_BYTES }, (_, index) => (key[index] ?? 0) ^ byte);
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  return (text) => digestOf('sha256', Buffer.concat([outer, digestOf('sha256', Buffer.concat([inner, text]), 'buffer')]), 'buffer');
}
