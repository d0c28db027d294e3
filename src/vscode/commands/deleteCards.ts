import * as l10n from '@vscode/l10n';
import { Task } from '../../core/model/task.ts';
import { showInformation } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';
import { namesOf } from './cardChoices.ts';
import { cardsOf, chooseCards } from './chooseCards.ts';

/** Deletes cards at once and offers to take it back: nothing is lost, so nothing is asked. */
export async function deleteCards(parts: WindowParts, args: readonly unknown[]): Promise<void> {
  const { session, feed } = parts;
  const tasks = await chooseCards(parts, args, l10n.t('Delete which card?'));
  if (tasks.length === 0) return;
  const cards = cardsOf(parts, tasks);
  const gone = await session.edit(tasks.map((task) => ({ kind: 'delete', task })));
  const step = session.board?.app.edits.canUndo;
  const [only, another] = cards;
  const message = only && !another ? l10n.t('Deleted #{0} {1}', only.number, only.title) : l10n.t('Deleted {0}', namesOf(cards));
  const undo = l10n.t('Undo');
  if ((await showInformation(message, undo)) !== undo) return;
  const missing = gone.filter(({ id }) => !feed.cards.has(id));
  if (session.board?.app.edits.canUndo === step && missing.length === gone.length) await session.undo();
  else for (const { id } of missing) await session.call('task.restore', Task, { task: id });
}
