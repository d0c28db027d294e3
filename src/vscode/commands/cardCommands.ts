import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Edit } from '../../core/model/edit.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Comment } from '../../core/model/task.ts';
import { moveCards } from '../board/moveCards.ts';
import type { cardCommandIds, CommandHandlers } from '../contributions.ts';
import { editsToShift } from '../trees/cardMoves.ts';
import type { WindowParts } from '../windowParts.ts';
import { chooseAgent, choosePriority, chooseStatus } from './cardChoices.ts';
import { cardsOf, chooseCards } from './chooseCards.ts';
import { deleteCards } from './deleteCards.ts';
import { chooseDependencies } from './chooseDependencies.ts';
import { chooseLabels } from './chooseLabels.ts';
import { createCard } from './createCard.ts';
import { newCardFromCode } from './newCardFromCode.ts';
import { openCard } from './openCard.ts';

/** Commands about single cards, or about all that are selected. */
export function cardCommands(parts: WindowParts): CommandHandlers<(typeof cardCommandIds)[number]> {
  /** Asks what to do with the cards that are meant, and does it as one step that can be undone. */
  const edit =
    (question: string, decide: (tasks: TaskId[]) => Promise<Edit[] | undefined> | Edit[]) =>
    async (...args: readonly unknown[]): Promise<void> => {
      const tasks = await chooseCards(parts, args, question);
      const edits = tasks.length > 0 ? await decide(tasks) : undefined;
      if (edits && edits.length > 0) await parts.session.edit(edits);
    };
  const shift = (by: -1 | 1) =>
    edit(l10n.t('Move which card?'), (tasks) => editsToShift(new Set(tasks), [...parts.feed.cards.values()], by));
  return {
    'rota.newCard': () => createCard(parts),
    'rota.newCardFromSelection': (...args) => newCardFromCode(args, parts),
    'rota.openCard': openCard(parts),
    'rota.renameCard': edit(l10n.t('Rename which card?'), (tasks) => rename(parts, tasks)),
    'rota.moveCard': async (...args) => {
      const tasks = await chooseCards(parts, args, l10n.t('Move which card?'));
      const move = tasks.length > 0 ? await chooseStatus(parts, tasks) : undefined;
      if (move) await moveCards(parts, move);
    },
    'rota.moveCardUp': shift(-1),
    'rota.moveCardDown': shift(1),
    'rota.setPriority': edit(l10n.t('Set the priority of which card?'), (tasks) => choosePriority(parts, tasks)),
    'rota.assignAgent': edit(l10n.t('Assign which card?'), (tasks) => chooseAgent(parts, tasks)),
    'rota.setLabels': edit(l10n.t('Set the labels of which card?'), (tasks) => chooseLabels(parts, tasks)),
    'rota.linkCard': edit(l10n.t('Which card waits for another?'), (tasks) => chooseDependencies(parts, tasks)),
    'rota.commentCard': (...args) => comment(parts, args),
    'rota.deleteCard': (...args) => deleteCards(parts, args),
  };
}

async function rename(parts: WindowParts, tasks: readonly TaskId[]): Promise<Edit[] | undefined> {
  const [card] = cardsOf(parts, tasks.slice(0, 1));
  if (!card) return undefined;
  const validateInput = (text: string): string | undefined => (text.trim() === '' ? l10n.t('A card needs a title.') : undefined);
  const title = await vscode.window.showInputBox({ title: l10n.t('Rename #{0}', card.number), value: card.title, validateInput });
  return title === undefined || title.trim() === card.title ? undefined : [{ kind: 'change', task: card.id, change: { title } }];
}

async function comment(parts: WindowParts, args: readonly unknown[]): Promise<void> {
  const tasks = await chooseCards(parts, args, l10n.t('Comment on which card?'));
  if (tasks.length === 0) return;
  const names = cardsOf(parts, tasks)
    .map(({ number }) => `#${number}`)
    .join(', ');
  const text = await vscode.window.showInputBox({
    title: l10n.t('Comment on {0}', names),
    prompt: l10n.t('Agents read it with the card.'),
  });
  if (!text?.trim()) return;
  for (const task of tasks) await parts.session.call('task.comment', Comment, { task, text });
}
