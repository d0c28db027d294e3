import type { BoardFacts } from '../../src/protocol/boardPage.ts';

/** Heights (px) of a card with the gap below it, at the editor's usual 13 px letters. `board.css` draws cards as high. */
const heights: Readonly<Record<BoardFacts['density'], number>> = { comfortable: 104, compact: 56 };

/** The height of a row, grown with the letters of this page. */
export function rowHeightOf(density: BoardFacts['density']): number {
  const letters = Number.parseFloat(getComputedStyle(document.body).fontSize) || 13;
  return Math.round((heights[density] * letters) / 13);
}
