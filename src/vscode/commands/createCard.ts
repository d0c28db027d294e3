import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { TaskDraft } from '../../core/model/task.ts';
import { showInformation } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';

/** Asks for a title and adds the card. */
export async function createCard(parts: WindowParts): Promise<void> {
  const title = await vscode.window.showInputBox({ title: l10n.t('New Card'), prompt: l10n.t('What should be done?') });
  if (title?.trim()) await addCard(parts, { title });
}

/**
 * Writes a card and shows it in the tree; where the board is not in sight, says so and offers what comes next. A card whose words somebody else wrote is
 * offered to be read, not to be run.
 */
export async function addCard(
  { session, feed, navigation }: WindowParts,
  draft: TaskDraft,
  words: 'own' | 'others' = 'own',
): Promise<void> {
  const [task] = await session.edit([{ kind: 'create', draft }]);
  if (!task) return;
  await feed.settle();
  await navigation.revealCard(task.id);
  if (navigation.isBoardVisible()) return;
  const open = l10n.t('Open');
  const run = l10n.t('Run');
  const chosen = await showInformation(l10n.t('Added #{0} {1}', task.number, task.title), ...(words === 'own' ? [open, run] : [open]));
  if (chosen === open) await navigation.openCard(task.id);
  if (chosen === run) await vscode.commands.executeCommand('rota.runCard', task.id);
}
