import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { BoardActs } from './boardActs.ts';
import type { BoardView } from './boardView.ts';

/** What every part of the page reaches: what is shown, and what can be done. */
export interface BoardPage {
  readonly view: BoardView;
  readonly acts: BoardActs;
}

export const PageContext = createContext<BoardPage | undefined>(undefined);

export function usePage(): BoardPage {
  const page = useContext(PageContext);
  if (!page) throw new Error('There is no page around this part.');
  return page;
}
