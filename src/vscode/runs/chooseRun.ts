import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { RunPage } from '../../core/actions/runActions.ts';
import type { Run } from '../../core/model/run.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { runStatusIcons, runStatusNames } from '../../core/model/statusNames.ts';
import { totalTokens } from '../../core/model/usage.ts';
import type { WindowParts } from '../windowParts.ts';

/** The only run of a card, or the one that is picked, the newest first; `undefined` without one. */
export async function chooseRun(
  { session }: WindowParts,
  task: TaskId,
  question: string,
  fits: (run: Run) => Promise<boolean> = async () => true,
): Promise<Run | undefined> {
  const { items } = await session.call('run.list', RunPage, { task });
  const offered = await Promise.all(items.map(fits));
  const runs = items.filter((_, at) => offered[at]);
  if (runs.length <= 1) return runs[0];
  const picks = runs.map((run) => ({
    label: l10n.t('Attempt {0} by {1}', run.attempt, run.agent),
    description: timeOf(run.startedAt),
    detail: factsOf(run),
    iconPath: new vscode.ThemeIcon(runStatusIcons[run.status]),
    run,
  }));
  return (await vscode.window.showQuickPick(picks, { placeHolder: question, matchOnDescription: true, matchOnDetail: true }))?.run;
}

function factsOf(run: Run): string {
  const cost = run.cost === null ? '—' : l10n.t('${0}', run.cost.toFixed(2));
  const parts = [
    runStatusNames()[run.status],
    l10n.t('{0} steps', run.steps),
    l10n.t('{0} tokens', totalTokens(run.usage).toLocaleString()),
    l10n.t('cost {0}', cost),
  ];
  if (run.simulated) parts.push(l10n.t('simulated'));
  return parts.join(' · ');
}

function timeOf(at: number): string {
  return new Date(at).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}
