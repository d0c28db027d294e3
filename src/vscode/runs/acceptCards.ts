import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { RunPage } from '../../core/actions/runActions.ts';
import { TaskDetails } from '../../core/actions/taskActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { checkTitle, type Check } from '../../core/model/check.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Task } from '../../core/model/task.ts';
import { needsApproval } from '../../core/rules/approvals.ts';
import { checksNotRun } from '../../core/rules/checkEvidence.ts';
import { filterTexts } from '../../core/runs/textFilter.ts';
import { namesOf } from '../commands/cardChoices.ts';
import { showWarning } from '../messages.ts';
import { reportError } from '../reportError.ts';
import type { WindowParts } from '../windowParts.ts';
import { runChecks, shortTitle } from './runChecks.ts';

/** Characters of a description that a dialog shows. */
const MOST_SHOWN = 1000;

/**
 * Accepts work in review; where its checks have not been run, the person says whether that matters. What is only proposed is shown first, because
 * its checks are commands that run from then on.
 */
export async function acceptCards(parts: WindowParts, tasks: readonly TaskId[]): Promise<void> {
  const { session } = parts;
  const unchecked: Unchecked[] = [];
  for (const id of tasks) {
    const { task } = await session.call('task.get', TaskDetails, { task: id });
    const notRun = task.status === 'review' ? await readChecksNotRun(parts, task) : [];
    if (notRun.length > 0) unchecked.push({ task, notRun });
    else if (task.status === 'review' || (await confirmProposal(filterTexts(task, session.board?.filter ?? String))))
      await session.call('task.accept', Task, { task: id, expectedRevision: task.revision });
  }
  if (unchecked.length > 0) await askAboutUnchecked(parts, unchecked);
}

/** Before work is moved to Done by hand the person says whether it matters that its checks have not been run. Throws a refusal that the board shows. */
export async function confirmUnchecked(parts: WindowParts, tasks: readonly Task[]): Promise<void> {
  const unchecked: Unchecked[] = [];
  for (const task of tasks) {
    const notRun = task.status === 'review' ? await readChecksNotRun(parts, task) : [];
    if (notRun.length > 0) unchecked.push({ task, notRun });
  }
  const [first, second] = unchecked;
  if (!first) return;
  const message = describeUnchecked(parts, unchecked);
  const [run, anyway] = [first.notRun.length > 1 ? l10n.t('Run Checks') : l10n.t('Run Check'), l10n.t('Move Anyway')];
  const chosen = await vscode.window.showWarningMessage(message, { modal: true }, ...(second ? [anyway] : [run, anyway]));
  if (chosen === anyway) return;
  if (chosen === run) void reportError(parts.log, () => runChecks(parts, first.task.id));
  throw new UserError('refused', l10n.t('Not moved: {0}', message));
}

interface Unchecked {
  readonly task: Task;
  readonly notRun: readonly Check[];
}

async function readChecksNotRun({ session }: WindowParts, { id, checks }: Task): Promise<Check[]> {
  const [lastRun] = (await session.call('run.list', RunPage, { task: id, limit: 1 })).items;
  return checksNotRun(checks, lastRun);
}

async function askAboutUnchecked(parts: WindowParts, unchecked: readonly Unchecked[]): Promise<void> {
  const run = unchecked.flatMap(({ notRun }) => notRun).length > 1 ? l10n.t('Run Checks') : l10n.t('Run Check');
  const anyway = l10n.t('Accept Anyway');
  const chosen = await showWarning(describeUnchecked(parts, unchecked), run, anyway);
  for (const { task } of chosen === undefined ? [] : unchecked) {
    if (chosen === run) await runChecks(parts, task.id);
    else await parts.session.call('task.accept', Task, { task: task.id, unchecked: true, expectedRevision: task.revision });
  }
}

function describeUnchecked(parts: WindowParts, unchecked: readonly Unchecked[]): string {
  const [only, another] = unchecked.flatMap(({ task, notRun }) => notRun.map((check) => ({ number: task.number, check })));
  if (only && !another) return l10n.t('The check "{0}" of #{1} has not been run.', shortTitle(parts, only.check), only.number);
  return l10n.t('Checks of {0} have not been run.', namesOf(unchecked.map(({ task }) => task)));
}

async function confirmProposal(task: Task): Promise<boolean> {
  const accept = l10n.t('Accept');
  const lines: string[] = [];
  if (!task.accepted) lines.push(l10n.t('Your agents may work on it from then on.'));
  if (needsApproval(task)) lines.push(l10n.t('It needs approval because of its risk: {0}.', task.risk));
  const commands = task.checks.filter(({ spec }) => spec.kind === 'command').map(({ spec }) => `$ ${checkTitle(spec)}`);
  if (commands.length > 0) lines.push(l10n.t('These checks run by themselves, with your rights:'), ...commands);
  if (task.description !== '') lines.push('', task.description.slice(0, MOST_SHOWN));
  if (task.description.length > MOST_SHOWN)
    lines.push(
      '',
      l10n.t('The description goes on for {0} more characters: open the card to read it whole.', task.description.length - MOST_SHOWN),
    );
  const title = l10n.t('Accept #{0} {1}?', task.number, task.title);
  return (await vscode.window.showInformationMessage(title, { modal: true, detail: lines.join('\n') }, accept)) === accept;
}
