import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A button must have stood still this long (ms) before a press on it counts: it may have come under a mouse that meant something else. */
const STILL = 500;

/** Answers whether an element has been at its place for a while. It is looked at on every frame while it is shown; people's own scrolling counts as moving too. */
export function useSteady(element: RefObject<HTMLElement | null>): () => boolean {
  const since = useRef(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    let top = Number.NaN;
    let frame = 0;
    const look = (now: number): void => {
      const place = element.current?.getBoundingClientRect().top ?? 0;
      if (!(Math.abs(place - top) < 2)) {
        top = place;
        since.current = now;
      }
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [element]);
  return () => performance.now() - since.current >= STILL;
}
