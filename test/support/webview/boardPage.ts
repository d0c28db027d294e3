import type { Browser, Page } from 'playwright-core';
import { defaultBoard, type Board } from '../../../src/core/model/board.ts';
import type { BoardCard } from '../../../src/core/model/boardCard.ts';
import type { BoardFacts, BoardRequest, BoardUpdate } from '../../../src/protocol/boardPage.ts';
import { snapshotUpdates } from '../../../src/vscode/board/boardUpdates.ts';
import type { Theme } from '../editor/editorSettings.ts';
import { quietFacts } from './boardCards.ts';
import type { PageServer } from './pageServer.ts';
import { installStubHost, type StubHost } from './stubHost.ts';

export interface BoardPageOptions {
  readonly cards?: BoardCard[];
  readonly board?: Board;
  readonly facts?: Partial<BoardFacts>;
  readonly theme?: Theme;
  /** Answers `ready` with these instead of a snapshot of the cards. */
  readonly updates?: BoardUpdate[];
}

/** The built board page in a browser, with a stub for the window behind it. */
export async function openBoardPage(
  browser: Browser,
  server: PageServer,
  { cards = [], board = defaultBoard, facts = {}, theme = 'dark', updates }: BoardPageOptions,
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const stated = { ...quietFacts, ...facts };
  await page.addInitScript(installStubHost, { board, cards, facts: stated, snapshot: updates ?? snapshotUpdates(1, board, cards) });
  await page.goto(server.url('board', theme));
  return page;
}

/** What the page has asked of the window so far, of one type. */
export async function sentBy<Type extends BoardRequest['type']>(page: Page, type: Type): Promise<Extract<BoardRequest, { type: Type }>[]> {
  const sent = await page.evaluate<BoardRequest[]>('stubHost.sent');
  return sent.filter((request): request is Extract<BoardRequest, { type: Type }> => request.type === type);
}

/** Lets the stub act in the page. */
export async function inHost<Argument>(page: Page, act: (host: StubHost, argument: Argument) => void, argument: Argument): Promise<void> {
  await page.evaluate(`(${act.toString()})(stubHost, ${JSON.stringify(argument)})`);
}
