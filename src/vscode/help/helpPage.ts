import * as l10n from '@vscode/l10n';
import type { HelpText } from './helpTexts.ts';

/** Columns of a line: readable in half a window. */
const WIDTH = 90;

/** The help of a view as plain text: what it shows, its keys, its commands. Lines are short statements, one thing each. */
export function helpPage({ title, shows, keys, commands }: HelpText): string {
  const lines = [
    l10n.t('Help for {0}', title),
    '',
    ...shows,
    '',
    l10n.t('Keys'),
    ...keys.map(([key, meaning]) => `  ${key}: ${meaning}`),
    '',
    l10n.t('Commands (F1, then type "Rota")'),
    ...commands.map((command) => `  Rota: ${command}`),
    '',
    l10n.t(
      'Close this text to go back. On a Mac, Ctrl is Cmd. More: README.md of Rota, and "Rota: Check Health" when something does not work.',
    ),
  ];
  return `${lines.map(wrapped).join('\n')}\n`;
}

/** Breaks a line between words; what follows keeps its place below. */
function wrapped(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const rows: string[] = [];
  let row = '';
  for (const word of line.trim().split(' ')) {
    if (row !== '' && indent.length + row.length + word.length >= WIDTH) {
      rows.push(row);
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row].map((each, at) => `${indent}${at > 0 && indent !== '' ? '  ' : ''}${each}`.trimEnd()).join('\n');
}
