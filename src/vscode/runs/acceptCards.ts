import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { TaskDetails } from '../../core/actions/taskActions.ts';
import { checkTitle } from '../../core/model/check.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Task } from '../../core/model/task.ts';
import { needsApproval } from '../../core/rules/approvals.ts';
import { filterTexts } from '../../core/runs/textFilter.ts';
import type { WindowParts } from '../windowParts.ts';

/** Characters of a description that a dialog shows. */
const MOST_SHOWN = 1000;

/** Accepts work in review; what is only proposed is shown first, because its checks are commands that run from then on. */
export async function acceptCards({ session }: WindowParts, tasks: readonly TaskId[]): Promise<void> {
  for (const id of tasks) {
    const { task } = await session.call('task.get', TaskDetails, { task: id });
    if (task.status !== 'review' && !(await confirmProposal(filterTexts(task, session.board?.filter ?? String)))) continue;
    await session.call('task.accept', Task, { task: id, expectedRevision: task.revision });
  }
}

async function confirmProposal(task: Task): Promise<boolean> {
  const accept = l10n.t('Accept');
  const lines: string[] = [];
  if (!task.accepted) lines.push(l10n.t('Your agents may work on it from then on.'));
  if (needsApproval(task)) lines.push(l10n.t('It needs approval because of its risk: {0}.', task.risk));
  const commands = task.checks.filter(({ spec }) => spec.kind === 'command').map(({ spec }) => `$ ${checkTitle(spec)}`);
  if (commands.length > 0) lines.push(l10n.t('These checks run by themselves, with your rights:'), ...commands);
  if (task.description !== '') lines.push('', task.description.slice(0, MOST_SHOWN));
  if (task.description.length > MOST_SHOWN) lines.push('', l10n.t('The description goes on for {0} more characters: open the card to read it whole.', task.description.length - MOST_SHOWN));
  const title = l10n.t('Accept #{0} {1}?', task.number, task.title);
  return (await vscode.window.showInformationMessage(title, { modal: true, detail: lines.join('\n') }, accept)) === accept;
}
