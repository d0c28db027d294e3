import * as l10n from '@vscode/l10n';
import { checkTitle } from '../../core/model/check.ts';
import { statusNames } from '../../core/model/statusNames.ts';
import type { Task } from '../../core/model/task.ts';
import { badge } from './cardText.ts';
import type { CommandLink } from './chatAnswer.ts';
import type { ChatTurn } from './chatTurn.ts';
import { inlineCode, plainInline, safeMarkdown } from './safeMarkdown.ts';

/** Shows how a card stands that does not go on by itself, with what a person can do about it. */
export function showEnd(task: Task, { answer, parts, followUps }: ChatTurn, withResult: boolean): void {
  const filter = parts.session.board?.filter ?? String;
  const why = task.status === 'failed' ? task.error : task.statusReason;
  const sentence = `${badge(task.number)} ${plainInline(filter(task.title))} · **${statusNames()[task.status]}**`;
  answer.paragraph(why === null || why.trim() === '' ? sentence : `${sentence} · ${plainInline(filter(why))}`);
  answer.list(checkLines(task));
  if (withResult && task.result !== null && (task.status === 'done' || task.status === 'review'))
    answer.paragraph(safeMarkdown(filter(task.result)));
  const links: CommandLink[] = [{ title: l10n.t('Open Card'), command: 'rota.openCard', about: task.id }];
  if (task.attempts > 0) links.push({ title: l10n.t('Show Run'), command: 'rota.showRun', about: task.id });
  if (task.status === 'review') links.push({ title: l10n.t('Request Changes…'), command: 'rota.requestChanges', about: task.id });
  answer.links(...links);
  if (task.status === 'review') answer.button(l10n.t('Accept'), 'rota.acceptCard', task.id);
  if (task.status === 'failed' || task.status === 'canceled' || task.status === 'todo') followUps.push(runFollowUp(task.number));
}

/** Offers to run a card next. */
export function runFollowUp(number: number): { label: string; command: 'run'; prompt: string } {
  return { label: l10n.t('Run #{0}', number), command: 'run', prompt: String(number) };
}

/** Offers to watch a card next. */
export function watchFollowUp(number: number): { label: string; command: 'watch'; prompt: string } {
  return { label: l10n.t('Watch #{0}', number), command: 'watch', prompt: String(number) };
}

/** Each accepted check with what it measured last. */
function checkLines({ checks }: Task): string[] {
  return checks
    .filter(({ state, latest }) => state === 'accepted' && latest !== null)
    .map(({ spec, latest, baseline }) => {
      const now = latest?.unmeasured !== undefined ? l10n.t('unknown') : latest?.passed === true ? l10n.t('green') : l10n.t('red');
      const before =
        baseline === null || baseline.unmeasured !== undefined
          ? ''
          : ` ${baseline.passed ? l10n.t('(was green before)') : l10n.t('(was red before)')}`;
      return `${inlineCode(checkTitle(spec))}: ${now}${before}`;
    });
}
