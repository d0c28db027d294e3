import * as l10n from '@vscode/l10n';
import { readOwner } from './ownerLock.ts';

/** The process that keeps the store in a folder, in words, if it is not this one. */
export function foreignOwner(storeFolder: string): string | undefined {
  const owner = readOwner(storeFolder);
  if (!owner || (owner.pid === process.pid && owner.isNear)) return undefined;
  return owner.isNear ? l10n.t('process {0}', owner.pid) : l10n.t('process {0} on {1}', owner.pid, owner.host);
}
