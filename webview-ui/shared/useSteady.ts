import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Buttons must have stood still this long (ms) before a press on them counts: they may have come under a mouse that meant something else. */
const STILL = 500;
/** Less (px) is a rounding, not a move. */
const NOTICEABLE = 2;

interface Steadiness {
  /** False while a press would not count: the buttons then look as if they cannot be pressed. */
  readonly steady: boolean;
  /** Asked at the press itself: what is drawn may be a moment old. */
  isSteady(): boolean;
}

/**
 * Whether buttons have been at their place, in their size, for a while. They are looked at after every frame while they are shown; people's own
 * scrolling counts as moving too. Buttons that the keyboard is on stay as they look: keys do not miss.
 */
export function useSteady(buttons: RefObject<HTMLElement | null>): Steadiness {
  const since = useRef(Number.POSITIVE_INFINITY);
  const [steady, setSteady] = useState(false);
  useLayoutEffect(() => {
    let place: DOMRect | undefined;
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const now = buttons.current?.getBoundingClientRect();
      if (!now || !place || isElsewhere(now, place)) {
        place = now;
        since.current = performance.now();
      }
      setSteady(isStill(since.current) || buttons.current?.querySelector(':focus-visible') instanceof Element);
      next();
    };
    // Once the frame is laid out: what follows the end of a log is back at its place by then.
    const next = (): void => {
      frame = requestAnimationFrame(() => {
        timer = setTimeout(look);
      });
    };
    next();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [buttons]);
  return { steady, isSteady: () => isStill(since.current) };
}

function isStill(since: number): boolean {
  return performance.now() - since >= STILL;
}

function isElsewhere(now: DOMRect, before: DOMRect): boolean {
  const moves = [now.left - before.left, now.top - before.top, now.width - before.width, now.height - before.height];
  return moves.some((move) => Math.abs(move) >= NOTICEABLE);
}
