import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { RequestPage } from '../../core/actions/runActions.ts';
import { RunWish } from '../../core/actions/queueActions.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { WindowParts } from '../windowParts.ts';
import { offerTrust } from './offerTrust.ts';

/** Goes on with an interrupted run. One that had begun to change things offers to start over or give up as well. */
export async function continueRun({ session }: WindowParts, task: TaskId): Promise<RunWish | undefined> {
  if (!offerTrust()) return undefined;
  const { items } = await session.call('inbox.list', RequestPage, {});
  const request = items.find((each) => each.task === task && each.body.kind === 'interrupted');
  const how = request?.body.kind === 'interrupted' ? await askHow(session.board?.filter(request.body.message) ?? '') : 'continue';
  return how && session.call('run.continue', RunWish, { task, how });
}

async function askHow(message: string): Promise<'continue' | 'start-over' | 'stop' | undefined> {
  const choices = [
    { label: l10n.t('Continue'), description: l10n.t('where the run was cut off'), how: 'continue' },
    { label: l10n.t('Start Over'), description: l10n.t('with a new run; changed files stay as they are'), how: 'start-over' },
    { label: l10n.t('Give Up'), description: l10n.t('the card is canceled'), how: 'stop' },
  ] as const;
  return (await vscode.window.showQuickPick(choices, { placeHolder: message, ignoreFocusOut: true }))?.how;
}
