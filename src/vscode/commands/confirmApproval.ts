import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { GrantScope } from '../../core/model/effect.ts';
import type { RequestRow } from '../trees/inboxRows.ts';
import { nameOf, needsLook, wholeText } from './approvalText.ts';

/** Shows what the rows do not say whole and asks once for all. True at once when a single row says all, or its diff is in front of the person. */
export async function confirmApproval(rows: readonly RequestRow[], scope: GrantScope, diffSeen: boolean): Promise<boolean> {
  const [only, another] = rows;
  if (
    scope === 'once' &&
    !needsLook(
      rows.map(({ text }) => text),
      diffSeen,
    )
  )
    return true;
  const message = only && !another ? l10n.t('Approve this for {0}?', nameOf(only)) : l10n.t('Approve these {0} requests?', rows.length);
  const approve = scope === 'once' ? l10n.t('Approve') : l10n.t('Approve for This Run');
  const range = scope === 'run' ? [l10n.t('The very same command or file needs no further approval in this run.')] : [];
  const detail = [...rows.map((row) => wholeText(row, rows.length > 1)), ...range].join('\n\n');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, approve)) === approve;
}
