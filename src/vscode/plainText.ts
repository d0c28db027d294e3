import { showInvisible } from '../core/base/visibleText.ts';

/**
 * A text of anybody as messages and prompts of the editor show it: there `[words](command:...)` would become a link that runs a command of the
 * editor, under words that the writer of the text chose.
 */
export function plainMessage(text: string): string {
  return showInvisible(text).replaceAll('](', '] (');
}

/** The same for the rows of a list, which draw `$(name)` as an icon. */
export function plainLabel(text: string): string {
  return showInvisible(text).replaceAll('$(', '\\$(');
}
