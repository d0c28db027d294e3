import * as l10n from '@vscode/l10n';
import { nameOf } from '../tools/fileEffects.ts';
import type { WorkArea } from '../tools/workArea.ts';

const MAX_NAMES = 5;

/** Says which files a check could not see as they are in the editor; empty when all are saved. */
export async function unsavedNote(workArea: Pick<WorkArea, 'roots' | 'unsaved'>): Promise<string> {
  const names = (await workArea.unsaved()).map((at) => nameOf(at, workArea));
  if (names.length === 0) return '';
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return l10n.t('unsaved changes were not seen: {0}', more > 0 ? l10n.t('{0} and {1} more', shown, more) : shown);
}
