import * as l10n from '@vscode/l10n';

/** What is said when an answer could not be written. */
export function lostOutput(code: string): string {
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? l10n.t('the disk is full') : code;
  return l10n.t('rota: the answer could not be written to standard output ({0}); what the command did stands.', reason);
}
