import * as l10n from '@vscode/l10n';
import { showControls, showInvisible } from '../../src/core/base/visibleText.ts';
import type { CheckSpec } from '../../src/core/model/check.ts';

/** The check as a person would say it, safe to show. */
export function checkWords(spec: CheckSpec): string {
  if (spec.kind === 'command') return shown(spec.command);
  if (spec.kind === 'problems')
    return spec.pattern === undefined
      ? l10n.t('No new problems in the changed files')
      : l10n.t('No new problems in {0}', shown(spec.pattern));
  const { expect, containing } = spec;
  const pattern = shown(spec.pattern);
  if (containing === undefined)
    return expect === 'present' ? l10n.t('There is a file {0}', pattern) : l10n.t('There is no file {0}', pattern);
  return expect === 'present'
    ? l10n.t('A file {0} contains "{1}"', pattern, shown(containing))
    : l10n.t('No file {0} contains "{1}"', pattern, shown(containing));
}

function shown(text: string): string {
  return showInvisible(showControls(text));
}
