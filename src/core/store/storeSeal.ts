/** How many bytes a seal in a journal has. */
export const SEAL_BYTES = 16;

/** A seal over all bytes that were added, in order; it can be asked for at any time, and bytes added after that. */
export interface SealChain {
  add(bytes: Uint8Array): void;
  /** `SEAL_BYTES` over what was added so far and then `more`, which is not added. */
  over(...more: readonly Uint8Array[]): Uint8Array;
}

/**
 * Proof of which store something was written for, and that this machine wrote it: made with a key that lies in the user's data folder. Whoever only
 * knows the store, its id and its files cannot make one.
 */
export interface StoreSeal {
  readonly storeId: string;
  /** True for a store whose files may come from a version that knew no seals. */
  readonly mayBeUnsealed: boolean;
  begin(): SealChain;
}
