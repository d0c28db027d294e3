import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { GrantScope } from '../../core/model/effect.ts';
import type { RequestRow } from '../trees/inboxRows.ts';

/** Shows what the rows do not say whole and asks once for all. True at once when a single row says all. */
export async function confirmApproval(rows: readonly RequestRow[], scope: GrantScope): Promise<boolean> {
  const [only, another] = rows;
  const needsLook = another !== undefined ? rows.some(({ text }) => !text.titleSaysAll || hasCommand(text)) : only?.text.titleSaysAll !== true;
  if (scope === 'once' && !needsLook) return true;
  const message = only && !another ? l10n.t('Approve this for {0}?', nameOf(only)) : l10n.t('Approve these {0} requests?', rows.length);
  const approve = scope === 'once' ? l10n.t('Approve') : l10n.t('Approve for This Run');
  const range = scope === 'run' ? [l10n.t('The very same command or file needs no further approval in this run.')] : [];
  const detail = [...rows.map((row) => wholeText(row, rows.length > 1)), ...range].join('\n\n');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, approve)) === approve;
}

function wholeText({ text, ...row }: RequestRow, named: boolean): string {
  const facts = text.facts.map(({ name, value, note }) => [`${name}:`, value, note].filter((part) => part !== null).join(' '));
  const diff = text.diff === null ? [] : [l10n.t('Open it to see the change line by line.')];
  const warning = text.hadInvisible ? [l10n.t('It held invisible characters; they are shown as codes.')] : [];
  return [...(named ? [nameOf(row)] : []), ...facts, ...warning, ...diff].join('\n');
}

function hasCommand({ facts }: RequestRow['text']): boolean {
  return facts.some(({ kind }) => kind === 'command');
}

function nameOf({ card }: Pick<RequestRow, 'card'>): string {
  return card ? `#${card.number}` : l10n.t('A deleted card');
}
