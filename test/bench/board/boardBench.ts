import type { Browser, Page } from 'playwright-core';
import { defaultBoard } from '../../../src/core/model/board.ts';
import { snapshotUpdates } from '../../../src/vscode/board/boardUpdates.ts';
import { findChromium, launchChromium } from '../../support/editor/chromium.ts';
import { cardId, manyCards, quietFacts } from '../../support/webview/boardCards.ts';
import { openBoardPage } from '../../support/webview/boardPage.ts';
import { PageServer } from '../../support/webview/pageServer.ts';
import type { Machine } from '../machine.ts';
import { again, patience, within } from '../patience.ts';
import { quantile } from '../quantile.ts';
import { atMost, type Gate } from '../verdict.ts';
import { dragFrames, heapOf, scrollFrames, timeToPaint } from './boardFrames.ts';
import { openPlainBoard } from './plainBoard.ts';

const sizes = [100, 1000, 10_000];
const ROUNDS = 2;

interface Figures {
  /** Cards handed over, to the second frame after the first screen is drawn. */
  mount: number;
  /** The same, after the last card has been taken in. */
  whole: number;
  move: number;
  drag: number;
  scroll: number;
  heap: number;
}

/** The board's page beside a board of plain elements, in one browser. */
export async function boardBench(machine: Machine): Promise<Gate[]> {
  const executable = findChromium();
  if (executable === undefined) throw new Error('There is no Chromium on this machine: install it, or set ROTA_CHROMIUM.');
  const browser = await again('the browser', () => launchChromium(executable));
  try {
    const server = await PageServer.start();
    try {
      return tell(await measureAll(machine, browser, server));
    } finally {
      await server.close();
    }
  } finally {
    await browser.close();
  }
}

type Taken = Map<string, Figures[]>;

async function measureAll(machine: Machine, browser: Browser, server: PageServer): Promise<Taken> {
  const taken: Taken = new Map();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const size of sizes) {
      for (const [name, measure] of [
        ['plain', measurePlain],
        ['Rota', measureRota],
      ] as const) {
        machine.sample();
        const what = `the board of ${name} with ${size} cards`;
        const figures = await again(what, () => within(what, measure(browser, server, size)));
        // The first round warms the browser.
        if (round > 0) taken.set(`${name} ${size}`, [...(taken.get(`${name} ${size}`) ?? []), figures]);
      }
    }
  }
  return taken;
}

async function measureRota(browser: Browser, server: PageServer, size: number): Promise<Figures> {
  const cards = manyCards(size);
  const page = await openBoardPage(browser, server, { cards: [], updates: [] });
  page.setDefaultTimeout(patience);
  await page.evaluate(
    `void (globalThis.updates = ${JSON.stringify([{ type: 'board-facts', facts: quietFacts }, ...snapshotUpdates(1, defaultBoard, cards)])})`,
  );
  const expected = Math.ceil(size / 5);
  const give = `const started = performance.now(); for (const update of updates) postMessage(update, '*')`;
  const both = await page.evaluate<[number, number]>(`new Promise((resolve) => {
    ${give};
    let first;
    const look = () => {
      const grids = document.querySelectorAll('[role=grid]');
      if (first === undefined && grids.length === 5) { first = 0; requestAnimationFrame(() => { first = performance.now() - started; }); }
      if (first > 0 && [...grids].every((grid) => Number(grid.getAttribute('aria-rowcount')) >= ${Math.floor(size / 5)})) { requestAnimationFrame(() => resolve([first, performance.now() - started])); return; }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })`);
  // What the mount left behind is not the move's, and the messages are not the page's.
  await page.evaluate('globalThis.updates = undefined');
  await heapOf(page);
  const card = { ...cards[0], status: 'review', revision: 2 };
  const move = await timeToPaint(
    page,
    `postMessage(${JSON.stringify({ type: 'board-changes', from: 1, revision: 2, upserts: [card], removed: [] })}, '*')`,
    `document.querySelector('[data-column="3"] [role=grid]').getAttribute('aria-rowcount') === '${expected + 1}'`,
  );
  return rest(page, { mount: both[0], whole: both[1], move }, '[data-column="1"] .list');
}

async function measurePlain(browser: Browser, _server: PageServer, size: number): Promise<Figures> {
  const page = await openPlainBoard(browser, manyCards(size));
  const mount = await timeToPaint(page, 'mountPlain()', 'true');
  const move = await timeToPaint(page, `movePlain('${cardId(1)}')`, 'true');
  return rest(page, { mount, whole: mount, move }, '[data-column="1"] .list');
}

async function rest(page: Page, begun: Pick<Figures, 'mount' | 'whole' | 'move'>, list: string): Promise<Figures> {
  const scroll = quantile(await scrollFrames(page, list), 0.95);
  const drag = quantile(await dragFrames(page, '[data-column="0"] .row'), 0.95);
  const heap = await heapOf(page);
  await page.close();
  return { ...begun, scroll, drag, heap };
}

function tell(taken: Taken): Gate[] {
  const median = (key: string, figure: keyof Figures): number => quantile((taken.get(key) ?? []).map((each) => each[figure]));
  console.log(`\nBoard page beside plain elements (${ROUNDS} rounds; ms, heap in MB)\n`);
  console.log(
    ['cards'.padEnd(14), ...['mount', 'all in', 'move', 'drag p95', 'scroll p95', 'heap'].map((head) => head.padStart(10))].join(' '),
  );
  for (const key of taken.keys()) {
    const figures = (['mount', 'whole', 'move', 'drag', 'scroll', 'heap'] as const).map((figure) =>
      median(key, figure).toFixed(1).padStart(10),
    );
    console.log([key.padEnd(14), ...figures].join(' '));
  }
  return [
    atMost('mount of 10,000 beside our own 100', median('Rota 10000', 'mount') / median('Rota 100', 'mount'), 2),
    atMost('move at 10,000 beside our own 100', median('Rota 10000', 'move') / median('Rota 100', 'move'), 1.3),
    atMost('frame p95 while dragging over 10,000, ms', median('Rota 10000', 'drag'), 17.5),
    atMost('frame p95 while scrolling 10,000, ms', median('Rota 10000', 'scroll'), 17.5),
    atMost('heap at 10,000, MB', median('Rota 10000', 'heap'), 15, 'nothing'),
  ];
}
