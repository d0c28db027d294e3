import * as l10n from '@vscode/l10n';
import type { BoardCard } from '../../core/model/boardCard.ts';
import { Task } from '../../core/model/task.ts';
import { freedText } from '../../core/rules/freedText.ts';
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
  const freed = await listFreed(parts, cards);
  const gone = await session.edit(tasks.map((task) => ({ kind: 'delete', task })));
  const step = session.board?.app.edits.canUndo;
  const [only, another] = cards;
  const deleted = only && !another ? l10n.t('Deleted #{0} {1}', only.number, only.title) : l10n.t('Deleted {0}', namesOf(cards));
  const message = freed.length === 0 ? deleted : `${deleted}. ${freedText(freed)}`;
  const undo = l10n.t('Undo');
  if ((await showInformation(message, undo)) !== undo) return;
  const missing = gone.filter(({ id }) => !feed.cards.has(id));
  if (session.board?.app.edits.canUndo === step && missing.length === gone.length) await session.undo();
  else for (const { id } of missing) await session.call('task.restore', Task, { task: id });
}

/** What waits for one of the cards, and does not once they are gone. */
async function listFreed({ session }: WindowParts, cards: readonly BoardCard[]): Promise<Task[]> {
  const { store } = await session.require();
  const held = cards.filter(({ status }) => status !== 'done');
  const pages = await Promise.all(held.map(({ id }) => store.listTasks({ dependsOn: id })));
  const waiting = new Map(pages.flatMap(({ items }) => items).map((task) => [task.id, task]));
  for (const { id } of cards) waiting.delete(id);
  return [...waiting.values()].filter(({ status }) => status !== 'done' && status !== 'canceled');
}
