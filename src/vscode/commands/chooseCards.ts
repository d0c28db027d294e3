import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { statusNames } from '../../core/model/statusNames.ts';
import { showInformation } from '../messages.ts';
import { plainLabel } from '../plainText.ts';
import { faceOf } from '../trees/cardFace.ts';
import { themeIcon } from '../trees/themeIcon.ts';
import type { WindowParts } from '../windowParts.ts';
import { cardTargets } from './cardTarget.ts';

/** Key bindings of the tree pass this word: they act on what is selected there. */
const SELECTION = 'selection';

/** The cards that a command is about: those it was called for, those selected in the tree, or one that is in sight or picked. */
export async function chooseCards(parts: WindowParts, args: readonly unknown[], question: string): Promise<TaskId[]> {
  const named = cardTargets(args);
  if (named.length > 0) return named;
  if (args[0] === SELECTION)
    return cardTargets([undefined, (parts.trees['rota.cards']?.selection ?? []).filter((node) => cardTargets([node]).length > 0)]);
  const chosen = await chooseCard(parts, question, { fits: () => true, runInSight: false });
  return chosen ? [chosen.id] : [];
}

/** What a command from the palette can be about. */
interface CardWanted {
  fits(card: BoardCard): boolean;
  /** Whether the card of the run that is shown is meant, where no card is in front. */
  readonly runInSight: boolean;
}

/** The card that a command from the palette means: the one that is in sight, the only one that fits, else one that is picked. */
export async function chooseCard(parts: WindowParts, question: string, wanted: CardWanted): Promise<BoardCard | undefined> {
  await parts.session.require();
  await parts.feed.settle();
  const [only, another] = [...parts.feed.cards.values()].filter((card) => wanted.fits(card));
  return cardInSight(parts, wanted) ?? (another === undefined && only ? only : pickCard(parts, question, (card) => wanted.fits(card)));
}

/** The card whose page is in front, or whose run is shown, if it fits. */
export function cardInSight({ navigation, feed }: WindowParts, wanted: CardWanted): BoardCard | undefined {
  const inSight = [navigation.cardInFront(), wanted.runInSight ? navigation.cardOfShownRun() : undefined];
  return inSight.flatMap((id) => (id && feed.cards.get(id)) ?? []).find((card) => wanted.fits(card));
}

/** Lets a person choose one card of the board by number, title, status or agent. */
export async function pickCard(
  parts: WindowParts,
  question: string,
  among: (card: BoardCard) => boolean = () => true,
): Promise<BoardCard | undefined> {
  await parts.session.require();
  await parts.feed.settle();
  const names = statusNames();
  const cards = [...parts.feed.cards.values()].filter(among);
  if (cards.length === 0) {
    void showInformation(l10n.t('There is no card to choose.'));
    return undefined;
  }
  const items = cards.map((card) => ({
    label: plainLabel(`#${card.number} ${card.title}`),
    description: [names[card.status], card.agent].filter((part) => part !== null).join(' · '),
    iconPath: themeIcon(faceOf(card).icon),
    card,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: question, matchOnDescription: true });
  return chosen?.card;
}

/** The cards of these ids that are on the board, in its order. */
export function cardsOf(parts: WindowParts, tasks: readonly TaskId[]): BoardCard[] {
  const wanted = new Set(tasks);
  return [...parts.feed.cards.values()].filter(({ id }) => wanted.has(id));
}
