import * as z from 'zod';

/**
 * How a process that uses a store meets the one that owns it, over a socket. Before anything else both prove that they can read the
 * store's lock file, without showing what they know: who listens at the address, or comes to it, may be anybody. Then the messages of
 * `storeProtocol` follow.
 */

/** Raised with the first change of these messages or of `storeProtocol` after a release; `test/arch` compares their shapes. */
export const peerProtocol = 2;

const Random = z.string().regex(/^[0-9a-f]{64}$/);

/** Where the owner of a store listens, as its lock file says. */
export const Door = z.object({
  protocol: z.number().int().positive(),
  /** Path of a Unix socket, or name of a pipe on Windows. */
  address: z.string().min(1).max(1000),
  secret: Random,
});
export type Door = z.infer<typeof Door>;

/** The follower's first message. */
export const Hello = z.strictObject({ type: z.literal('hello'), protocol: z.number().int().positive(), nonce: Random });
export type Hello = z.infer<typeof Hello>;

/** The owner's answer: its proof over both nonces. */
export const Challenge = z.strictObject({ type: z.literal('challenge'), nonce: Random, proof: Random });
export type Challenge = z.infer<typeof Challenge>;

/** The follower's proof; the owner answers `opened`. */
export const Proof = z.strictObject({ type: z.literal('proof'), proof: Random });
export type Proof = z.infer<typeof Proof>;

/** Nobody who proved nothing may send more than this. */
export const mostUnproven = 1024;
