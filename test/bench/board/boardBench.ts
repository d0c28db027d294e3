import { loadavg } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { defaultBoard } from '../../../src/core/model/board.ts';
import { snapshotUpdates } from '../../../src/vscode/board/boardUpdates.ts';
import { findChromium, launchChromium } from '../../support/editor/chromium.ts';
import { cardId, manyCards, quietFacts } from '../../support/webview/boardCards.ts';
import { openBoardPage } from '../../support/webview/boardPage.ts';
import { PageServer } from '../../support/webview/pageServer.ts';
import { dragFrames, heapOf, percentile, scrollFrames, timeToPaint } from './boardFrames.ts';
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

/** The board's page beside a board of plain elements, in one browser. Answers whether the gates hold. */
export async function boardBench(): Promise<boolean> {
  const executable = findChromium();
  if (executable === undefined) throw new Error('There is no Chromium on this machine: install it, or set ROTA_CHROMIUM.');
  const server = await PageServer.start();
  const browser = await launchChromium(executable);
  const taken = new Map<string, Figures[]>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const size of sizes) {
      for (const [name, measure] of [
        ['plain', measurePlain],
        ['Rota', measureRota],
      ] as const) {
        const figures = await measure(browser, server, size);
        // The first round warms the browser.
        if (round > 0) taken.set(`${name} ${size}`, [...(taken.get(`${name} ${size}`) ?? []), figures]);
      }
    }
  }
  await browser.close();
  await server.close();
  return tell(taken);
}

async function measureRota(browser: Browser, server: PageServer, size: number): Promise<Figures> {
  const cards = manyCards(size);
  const page = await openBoardPage(browser, server, { cards: [], updates: [] });
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
  const scroll = percentile(await scrollFrames(page, list), 0.95);
  const drag = percentile(await dragFrames(page, '[data-column="0"] .row'), 0.95);
  const heap = await heapOf(page);
  await page.close();
  return { ...begun, scroll, drag, heap };
}

function tell(taken: ReadonlyMap<string, readonly Figures[]>): boolean {
  const median = (key: string, figure: keyof Figures): number =>
    percentile(
      (taken.get(key) ?? []).map((each) => each[figure]),
      0.5,
    );
  console.log(`\nBoard page beside plain elements (${ROUNDS} rounds, load ${loadavg()[0]?.toFixed(1)}; ms, heap in MB)\n`);
  console.log(
    ['cards'.padEnd(14), ...['mount', 'all in', 'move', 'drag p95', 'scroll p95', 'heap'].map((head) => head.padStart(10))].join(' '),
  );
  for (const key of taken.keys()) {
    const figures = (['mount', 'whole', 'move', 'drag', 'scroll', 'heap'] as const).map((figure) =>
      median(key, figure).toFixed(1).padStart(10),
    );
    console.log([key.padEnd(14), ...figures].join(' '));
  }
  const gates = [
    { name: 'mount of 10,000 beside our own 100', value: median('Rota 10000', 'mount') / median('Rota 100', 'mount'), limit: 2 },
    { name: 'move at 10,000 beside our own 100', value: median('Rota 10000', 'move') / median('Rota 100', 'move'), limit: 1.3 },
    { name: 'frame p95 while dragging over 10,000, ms', value: median('Rota 10000', 'drag'), limit: 17.5 },
    { name: 'frame p95 while scrolling 10,000, ms', value: median('Rota 10000', 'scroll'), limit: 17.5 },
    { name: 'heap at 10,000, MB', value: median('Rota 10000', 'heap'), limit: 15 },
  ];
  console.log('');
  for (const { name, value, limit } of gates)
    console.log(`${value <= limit ? 'ok  ' : 'OVER'} ${name.padEnd(44)} ${value.toFixed(2)} (at most ${limit})`);
  return gates.every(({ value, limit }) => value <= limit);
}
