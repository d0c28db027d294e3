import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { Edit } from '../../core/model/edit.ts';
import type { Task } from '../../core/model/task.ts';
import { confirmUnchecked } from '../runs/acceptCards.ts';
import { person } from '../session.ts';
import type { WindowParts } from '../windowParts.ts';
import type { CardMove } from './cardMove.ts';

/**
 * Moves cards by hand as one step that can be undone, and starts no agent. The person is asked before a run that works on one is stopped, and before
 * work goes to Done whose checks have not been run.
 */
export async function moveCards(parts: WindowParts, { tasks, to, after, before }: CardMove): Promise<void> {
  const { session } = parts;
  const { store, app } = await session.require();
  const found = await Promise.all(tasks.map((task) => store.findTask(task)));
  const moved = found.filter((task) => task !== undefined);
  const leaving = to === null ? [] : moved.filter((task) => task.lease !== null && task.status !== to);
  if (leaving.length > 0) await confirmStop(leaving);
  if (to === 'done') await confirmUnchecked(parts, moved);
  for (const { lease } of leaving) if (lease) await app.runs.cancel(lease.run, person);
  const statuses = new Map(await Promise.all(moved.map(async ({ id }) => [id, (await store.findTask(id))?.status] as const)));
  const edits = tasks.map((task, index): Edit => {
    const place = { after: tasks[index - 1] ?? after, before };
    return to === null || statuses.get(task) === to ? { kind: 'place', task, place } : { kind: 'move', task, to, place };
  });
  await session.edit(edits);
}

async function confirmStop(leaving: readonly Task[]): Promise<void> {
  const names = leaving.map(({ number }) => `#${number}`).join(', ');
  const stop = l10n.t('Stop and Move');
  const question =
    leaving.length === 1
      ? l10n.t('An agent works on {0}. Stop its run and move the card?', names)
      : l10n.t('Agents work on {0}. Stop their runs and move the cards?', names);
  if ((await vscode.window.showWarningMessage(question, { modal: true }, stop)) !== stop)
    throw new UserError('refused', l10n.t('Not moved: {0} is still being worked on.', names));
}
