import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ClearedTasks } from '../../core/actions/removalActions.ts';
import { statusNames } from '../../core/model/statusNames.ts';
import { Task } from '../../core/model/task.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import { showInformation } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';

const ended: readonly TaskStatus[] = ['done', 'canceled', 'failed'];

/** Takes ended cards off the board, after saying how many there are; they can be restored. */
export async function clearCards({ session }: WindowParts): Promise<void> {
  const names = statusNames();
  const found = await session.call('task.clear', ClearedTasks, { status: ended, dryRun: true });
  if (found.cleared.length === 0) {
    void showInformation(l10n.t('No card can be deleted: none has ended that others do not need.'));
    return;
  }
  const items = ended.flatMap((status) => {
    const { length } = found.cleared.filter((card) => card.status === status);
    return length === 0
      ? []
      : [
          {
            label: names[status],
            description: length === 1 ? l10n.t('1 card') : l10n.t('{0} cards', length),
            picked: status !== 'failed',
            status,
          },
        ];
  });
  const chosen = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: l10n.t('Delete which finished cards?') });
  if (!chosen || chosen.length === 0) return;
  const { cleared, kept } = await session.call('task.clear', ClearedTasks, { status: chosen.map(({ status }) => status) });
  const rest = kept.length > 0 ? ` ${l10n.t('{0} stay: {1}', kept.length, kept[0]?.reason ?? '')}` : '';
  const undo = l10n.t('Undo');
  const gone = cleared.length === 1 ? l10n.t('Deleted 1 card.') : l10n.t('Deleted {0} cards.', cleared.length);
  if ((await showInformation(gone + rest, undo)) !== undo) return;
  for (const { id } of cleared) await session.call('task.restore', Task, { task: id });
}
