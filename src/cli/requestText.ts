import * as l10n from '@vscode/l10n';
import type { RequestBody } from '../core/model/request.ts';
import { describeRequestForPerson, type RequestFact } from '../core/runs/requestText.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';
import type { Styles } from './styles.ts';
import { table } from './textLayout.ts';

/** Longer diffs are cut in the middle, and the cut is said: what decides must stay in sight. */
const MOST_DIFF_LINES = 400;

/**
 * A request on a terminal. What decides (path, command, folder, reason) stands last, next to where
 * the answer is typed, so that no long text can push it out of sight. Nothing is interpreted; invisible characters are shown.
 */
export function requestText(body: RequestBody, styles: Styles, filter: TextFilter): string {
  const { detail, facts, diff, choices } = describeRequestForPerson(body, filter);
  const list = choices.map((choice, at) => `  ${at + 1}. ${choice}`);
  return [diff === null ? '' : diffText(diff, styles), detail, ...list, factsText(facts, styles)].filter((part) => part !== '').join('\n');
}

function factsText(facts: readonly RequestFact[], styles: Styles): string {
  return table(
    facts.flatMap((fact) =>
      valueText(fact, styles)
        .split('\n')
        .map((line, at) => [at === 0 ? styles.dim(fact.name) : '', line]),
    ),
  );
}

function valueText({ kind, value, note }: RequestFact, styles: Styles): string {
  const bold = kind === 'command' || kind === 'path';
  return `${bold ? styles.bold(value) : value}${note === null ? '' : ` ${styles.yellow(note)}`}`;
}

function diffText(diff: string, styles: Styles): string {
  const lines = diff.trimEnd().split('\n');
  const hidden = lines.length - MOST_DIFF_LINES;
  const half = MOST_DIFF_LINES / 2;
  const shown =
    hidden <= 0 ? lines : [...lines.slice(0, half), l10n.t('… {0} lines of the diff are not shown here …', hidden), ...lines.slice(-half)];
  return shown.map((line) => paintDiff(line, styles)).join('\n');
}

function paintDiff(line: string, styles: Styles): string {
  if (line.startsWith('+')) return styles.green(line);
  if (line.startsWith('-')) return styles.red(line);
  return line.startsWith('@@') ? styles.cyan(line) : line;
}
