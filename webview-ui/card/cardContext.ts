import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CardView } from '../../src/protocol/cardPage.ts';
import type { CardModel } from './cardModel.ts';

/** The card that the page shows; the page provides it once there is one. */
export const CardContext = createContext<{ readonly model: CardModel; readonly view: CardView } | undefined>(undefined);

export function useCard(): { readonly model: CardModel; readonly view: CardView } {
  const card = useContext(CardContext);
  if (!card) throw new Error('a part of a card stands outside of a card');
  return card;
}
