import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { nameKey, tidyName } from '../base/names.ts';

/** Labels or abilities as a card keeps them: tidy, and each name once; the first of its spellings stays as it is written. */
export function tidyLabels(labels: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const name of labels.map(tidyName)) {
    if (name === '') throw new UserError('invalid', l10n.t('A label or ability must not be blank.'));
    if (!kept.has(nameKey(name))) kept.set(nameKey(name), name);
  }
  return [...kept.values()];
}
