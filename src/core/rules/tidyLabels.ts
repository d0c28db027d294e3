import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { foldText } from '../base/foldText.ts';

/** Labels as a card keeps them: no blank ends, one spelling of each letter, and each once, whatever its case; the first one stays as it is written. */
export function tidyLabels(labels: readonly string[]): string[] {
  return tidy(labels, foldText);
}

/** The same for abilities, in which case counts: agents are looked for by their exact names. */
export function tidyCapabilities(capabilities: readonly string[]): string[] {
  return tidy(capabilities, (name) => name);
}

function tidy(names: readonly string[], keyOf: (name: string) => string): string[] {
  const kept = new Map<string, string>();
  for (const name of names.map((each) => each.normalize('NFC').trim())) {
    if (name === '') throw new UserError('invalid', l10n.t('A label or ability must not be blank.'));
    if (!kept.has(keyOf(name))) kept.set(keyOf(name), name);
  }
  return [...kept.values()];
}
