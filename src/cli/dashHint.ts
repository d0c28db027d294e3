import * as l10n from '@vscode/l10n';

/** A text that was taken for an option: no option begins with `- `, `-[` or three dashes, or holds blanks before a `=`. */
const textAsOption = /unknown option '(-[^a-z-]|---|--?[^='\n]*\s)/i;

/** The message about a wrong command line, with the way out where a title, comment or note begins with a dash. */
export function withDashHint(message: string): string {
  if (!textAsOption.test(message)) return message;
  const hint = l10n.t('A text that begins with a dash goes behind `--`, after all options: rota task add --queue -- "- a text"');
  return `${message.trimEnd()}\n${hint}${message.endsWith('\n') ? '\n' : ''}`;
}
