import type { Page } from 'playwright-core';

/** Frames of a page over a while, in milliseconds from one to the next. */
async function recordFrames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(
    `globalThis.frames_ = []; globalThis.recording = true; { let last = performance.now(); const next = (now) => { frames_.push(now - last); last = now; if (recording) requestAnimationFrame(next); }; requestAnimationFrame(next); }`,
  );
  await act();
  const frames = await page.evaluate<number[]>('(recording = false, frames_)');
  return frames.slice(1);
}

/** Scrolls a list by a screenful of rows a frame for a while. */
export function scrollFrames(page: Page, list: string): Promise<number[]> {
  return recordFrames(page, () =>
    page.evaluate(
      `new Promise((resolve) => { const list = document.querySelector(${JSON.stringify(list)}); let left = 120; const next = () => { list.scrollTop += 150; left -= 1; if (left > 0) requestAnimationFrame(next); else resolve(); }; requestAnimationFrame(next); })`,
    ),
  );
}

/** Drags a card over the board with the mouse and drops it in the third column. */
export function dragFrames(page: Page, card: string): Promise<number[]> {
  return recordFrames(page, async () => {
    const from = await page.locator(card).first().boundingBox();
    if (!from) throw new Error(`There is no card ${card}.`);
    await page.mouse.move(from.x + 100, from.y + 40);
    await page.mouse.down();
    for (let step = 0; step < 40; step += 1) await page.mouse.move(from.x + 100 + step * 14, from.y + 40 + (step % 10) * 30);
    await page.mouse.up();
  });
}

/** Milliseconds from an act in the page to the second frame after it has become true that `done`. */
export function timeToPaint(page: Page, act: string, done: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const begin = performance.now();
    ${act};
    const look = () => { if (!(${done})) { requestAnimationFrame(look); return; } requestAnimationFrame(() => resolve(performance.now() - begin)); };
    requestAnimationFrame(look);
  })`);
}

/** Megabytes in use after a forced collection. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}
