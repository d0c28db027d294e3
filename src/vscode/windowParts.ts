import type * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';
import type { RunId, TaskId } from '../core/model/scalars.ts';
import type { BoardFeed } from './boardFeed.ts';
import type { TreeViews } from './deferredTree.ts';
import type { Session } from './session.ts';
import type { WaitingItems } from './waitingItems.ts';

/** How one part of the window leads to another. */
export interface Navigation {
  /** Shows the board; with a card, reveals it there. */
  openBoard(reveal?: TaskId): Promise<void>;
  isBoardVisible(): boolean;
  /** Opens the card's editor; `keepFocus` leaves the keyboard where it is, as a click on a file in the explorer does. */
  openCard(task: TaskId, options?: { readonly keepFocus?: boolean }): Promise<void>;
  /** The card whose page is the active editor. */
  cardInFront(): TaskId | undefined;
  /** The request whose whole change is the active editor. */
  requestInFront(): string | undefined;
  /** The card whose run the run panel shows, while that is open. */
  cardOfShownRun(): TaskId | undefined;
  /** Shows the card's row in the tree, if the tree is in sight. */
  revealCard(task: TaskId): Promise<void>;
  /** Shows a run in the run panel: this one, or the latest of the card. Takes the keyboard only when asked to; a closed panel stays closed with `comesUp: false`. */
  showRun(shown: { readonly task: TaskId; readonly run?: RunId; readonly takeFocus?: boolean; readonly comesUp?: boolean }): Promise<void>;
  /** Shows a waiting request: an edit as a diff, anything else in the run panel. */
  openRequest(id: string): Promise<void>;
}

/** What commands and views of this window share. */
export interface WindowParts {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly session: Session;
  readonly feed: BoardFeed;
  readonly waiting: WaitingItems;
  readonly trees: TreeViews;
  readonly navigation: Navigation;
}
