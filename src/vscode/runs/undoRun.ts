import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as z from 'zod';
import { UndoableFiles, UndoneRun } from '../../core/actions/runActions.ts';
import { UserError } from '../../core/base/errors.ts';
import type { RunFile } from '../../core/model/run.ts';
import type { RunId, TaskId } from '../../core/model/scalars.ts';
import { showInformation, showWarning } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';
import { chooseRun } from './chooseRun.ts';

/** Most files that are named in the question. */
const MOST_NAMED = 15;

/** Gives the files that a run changed their content from before it, after the person saw which; then says what became of each. */
export async function undoRun(parts: WindowParts, task: TaskId): Promise<void> {
  const { session } = parts;
  const run = await chooseRun(
    parts,
    task,
    l10n.t('Undo the file changes of which run?'),
    async ({ id, status }) => status !== 'running' && (await filesOf(parts, id)).length > 0,
  );
  const files = run ? await filesOf(parts, run.id) : [];
  if (!run || files.length === 0) {
    if (!run)
      throw new UserError(
        'refused',
        l10n.t('No ended run of this card changed a file that is not as it was before: there is nothing to undo.'),
      );
    return;
  }
  const undo = l10n.t('Undo');
  const detail = [
    ...files.slice(0, MOST_NAMED).map(lineOf),
    ...(files.length > MOST_NAMED ? [l10n.t('and {0} more', files.length - MOST_NAMED)] : []),
    '',
    l10n.t('Files that changed since the run are left alone.'),
  ].join('\n');
  const question = files.length === 1 ? l10n.t('Undo the change of 1 file?') : l10n.t('Undo the changes of {0} files?', files.length);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, undo)) !== undo) return;
  const { report } = await session.call('task.undo', UndoneRun, { task, run: run.id });
  tell(report);
}

async function filesOf({ session }: WindowParts, run: RunId): Promise<RunFile[]> {
  return (await session.call('run.undoable', UndoableFiles, { run })).files;
}

function lineOf({ path, before, after }: RunFile): string {
  if (before === null) return l10n.t('{0} (made by the run: is removed)', path);
  return after === null ? l10n.t('{0} (deleted by the run: comes back)', path) : path;
}

function tell({ restored, refused, notUndone }: z.output<typeof UndoneRun>['report']): void {
  const sentences = [
    restored.length === 1
      ? l10n.t('1 file is as it was before the run.')
      : l10n.t('{0} files are as they were before the run.', restored.length),
  ];
  if (refused.length > 0) sentences.push(l10n.t('Left alone: {0}.', refused.map(({ path, reason }) => `${path} (${reason})`).join(', ')));
  if (notUndone.length > 0) sentences.push(l10n.t('What its commands did is not undone: {0}.', notUndone.join('; ')));
  const message = sentences.join(' ');
  void (refused.length + notUndone.length > 0 ? showWarning(message) : showInformation(message));
}
