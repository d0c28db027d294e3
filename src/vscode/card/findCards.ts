import { foldText } from '../../core/base/foldText.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { LinkedCard } from '../../protocol/cardPage.ts';
import { linkedCard } from './readCardView.ts';

const MOST = 20;

/** Cards whose number begins with the text (`#12`, `12`), then those with all its words in the title. Without text: the first of the board. */
export function findCards(cards: Iterable<LinkedCard>, text: string, except: TaskId): LinkedCard[] {
  const words = foldText(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const [, digits] = /^#?(\d+)$/.exec(text.trim()) ?? [];
  const byNumber: LinkedCard[] = [];
  const byTitle: LinkedCard[] = [];
  for (const card of cards) {
    if (card.id === except) continue;
    const title = foldText(card.title);
    if (digits !== undefined && String(card.number).startsWith(digits)) byNumber.push(card);
    else if (words.every((word) => title.includes(word))) byTitle.push(card);
  }
  return [...byNumber.sort((a, b) => a.number - b.number), ...byTitle].slice(0, MOST).map(linkedCard);
}
