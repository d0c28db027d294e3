import * as l10n from '@vscode/l10n';
import type { CommandHandler } from '../contributions.ts';
import type { WindowParts } from '../windowParts.ts';
import { chooseCards } from './chooseCards.ts';

/** Rows of a tree pass this word: a click opens a card as it opens a file, without taking the keyboard. */
export const CLICK = 'click';
/** A second click on the same row within this time (ms) goes into the card. */
const DOUBLE = 500;

/** Opens a card. A failed one has been seen by that. */
export function openCard(parts: WindowParts): CommandHandler {
  let last = { task: '', at: 0 };
  return async (...args) => {
    const [task] = await chooseCards(parts, args, l10n.t('Open which card?'));
    if (!task) return;
    const isClick = args[1] === CLICK;
    const isSecond = last.task === task && Date.now() - last.at < DOUBLE;
    last = { task, at: Date.now() };
    await parts.navigation.openCard(task, { keepFocus: isClick && !isSecond });
    await parts.waiting.markSeen(task);
  };
}
