import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who proves to know the secret. A proof of one side is none of the other. */
export type Prover = 'owner' | 'follower';

/** What both sides said at first; never used twice. */
export interface Nonces {
  readonly follower: string;
  readonly owner: string;
}

export function newNonce(): string {
  return randomBytes(32).toString('hex');
}

/** Shows that the prover knows the secret, for this one meeting. */
export function proofOf(prover: Prover, secret: string, nonces: Nonces): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(`rota ${prover} ${nonces.follower} ${nonces.owner}`).digest('hex');
}

export function isProof(proof: string, prover: Prover, secret: string, nonces: Nonces): boolean {
  return timingSafeEqual(Buffer.from(proofOf(prover, secret, nonces), 'hex'), Buffer.from(proof, 'hex'));
}
