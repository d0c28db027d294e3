import * as l10n from '@vscode/l10n';
import type { BackupReason } from './backup.ts';

/** Why a copy was kept, in words. */
export function backupReasonNames(): Record<BackupReason, string> {
  return {
    day: l10n.t('after a day of use'),
    update: l10n.t('before an update of Rota changed it'),
    bulk: l10n.t('before many cards were deleted'),
    asked: l10n.t('asked for'),
    displaced: l10n.t('its files went while it was open'),
    restore: l10n.t('before another copy took its place'),
  };
}
