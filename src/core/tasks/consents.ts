import type { Actor } from '../model/actor.ts';

/** What a consent was given for. The exact content counts: one changed byte asks again. */
export type ConsentKind = 'check-command' | 'agent-file' | 'approval';

/** What people allowed, kept outside every workspace and authenticated, so that no file in a repository can grant anything. */
export interface Consents {
  has(kind: ConsentKind, storeId: string, content: string): Promise<boolean>;
  grant(kind: ConsentKind, storeId: string, content: string, actor: Actor): Promise<void>;
}
