import * as l10n from '@vscode/l10n';
import type { Effect } from '../core/model/effect.ts';
import type { RequestBody } from '../core/model/request.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';
import { filterTexts } from '../core/runs/textFilter.ts';
import type { Styles } from './styles.ts';
import { table } from './textLayout.ts';

/** Longer diffs are cut in the middle, and the cut is said: what decides must stay in sight. */
const MOST_DIFF_LINES = 400;

/**
 * The one rendering of everything that waits for a person. What decides (path, command, folder, reason) stands last, next to where
 * the answer is typed, so that no long text can push it out of sight. Nothing is interpreted; invisible characters are shown.
 */
export function requestText(raw: RequestBody, styles: Styles, filter: TextFilter): string {
  const body = filterTexts(raw, filter);
  switch (body.kind) {
    case 'approval':
      return [body.diff === null ? '' : diffText(body.diff, styles), body.summary, factsOf(body.effects, body.reason, styles)].filter((part) => part !== '').join('\n');
    case 'question':
      return [body.question, ...body.choices.map((choice, at) => `  ${at + 1}. ${choice}`)].join('\n');
    case 'limit':
    case 'interrupted':
      return body.message;
  }
}

function factsOf(effects: readonly Effect[], reason: string, styles: Styles): string {
  const facts: [string, string][] = effects.flatMap((effect) => factOf(effect, styles));
  facts.push([l10n.t('asks because'), reason]);
  return table(facts.flatMap(([name, value]) => value.split('\n').map((line, at) => [at === 0 ? styles.dim(name) : '', line])));
}

function factOf(effect: Effect, styles: Styles): [string, string][] {
  switch (effect.kind) {
    case 'read':
      return [[l10n.t('reads'), place(effect.at)]];
    case 'write': {
      const note = effect.protected ? ` ${styles.yellow(l10n.t('(protected)'))}` : '';
      return [[writeNames()[effect.change], `${styles.bold(place(effect.at))}${note}`]];
    }
    case 'command':
      return [
        [l10n.t('command'), styles.bold(effect.command)],
        [l10n.t('in folder'), `${place(effect.folder) || '.'}${effect.background ? l10n.t(', in the background') : ''}`],
      ];
    case 'question':
    case 'tasks':
      return [];
  }
}

function writeNames(): Record<'create' | 'edit' | 'delete', string> {
  return { create: l10n.t('creates'), edit: l10n.t('edits'), delete: l10n.t('deletes') };
}

function place({ root, path }: { root: string; path: string }): string {
  return [root, path].filter((part) => part !== '').join('/');
}

function diffText(diff: string, styles: Styles): string {
  const lines = diff.trimEnd().split('\n');
  const hidden = lines.length - MOST_DIFF_LINES;
  const half = MOST_DIFF_LINES / 2;
  const shown = hidden <= 0 ? lines : [...lines.slice(0, half), l10n.t('… {0} lines of the diff are not shown here …', hidden), ...lines.slice(-half)];
  return shown.map((line) => paintDiff(line, styles)).join('\n');
}

function paintDiff(line: string, styles: Styles): string {
  if (line.startsWith('+')) return styles.green(line);
  if (line.startsWith('-')) return styles.red(line);
  return line.startsWith('@@') ? styles.cyan(line) : line;
}
