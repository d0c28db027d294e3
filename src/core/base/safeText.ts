import { createMasking } from './maskedText.ts';
import { terminalText } from './terminalText.ts';
import { showInvisible } from './visibleText.ts';

/**
 * Makes the one filter that every text passes before a model, a log or a person sees it: terminal escapes removed, invisible characters shown as
 * codes, keys masked. Filtering twice changes nothing more. Linear in the length of the text.
 */
export function createTextFilter(options: { readonly secrets: readonly string[] }): (text: string) => string {
  const mask = createMasking(options.secrets);
  return (text) => mask(showInvisible(terminalText(text)));
}
