/** Which rows of a list of equal rows are worth drawing. */
export interface RowWindow {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
}

interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

/** Rows drawn beyond each edge. */
const BEYOND = 4;
/** The window moves in steps of so many rows, so that most scroll events draw nothing. */
const STRIDE = 4;

/** The rows in view and some beyond. All rows are equally high, so that this is arithmetic and nothing needs to be measured. */
export function rowWindow({ scrollTop, height, rowHeight, count }: Viewport): RowWindow {
  const top = Math.floor(scrollTop / rowHeight);
  const first = Math.floor(Math.max(0, top - BEYOND) / STRIDE) * STRIDE;
  const last = Math.ceil((scrollTop + height) / rowHeight) + BEYOND;
  const end = Math.ceil(last / STRIDE) * STRIDE;
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.min(end, count) };
}

/** The scroll position that shows a row whole, moving as little as possible. */
export function scrollToRow(index: number, { scrollTop, height, rowHeight }: Omit<Viewport, 'count'>): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}

/** The gap between rows that is nearest to a height in the list, 0 to `count`. */
export function gapAt(y: number, rowHeight: number, count: number): number {
  return Math.max(0, Math.min(count, Math.round(y / rowHeight)));
}

/** How far (px) a list scrolls in this frame when something is held near its edge. */
export function edgeScroll(position: number, length: number): number {
  const edge = Math.min(48, length / 4);
  if (position < edge) return -Math.ceil((16 * (edge - Math.max(0, position))) / edge);
  if (position > length - edge) return Math.ceil((16 * (edge - Math.max(0, length - position))) / edge);
  return 0;
}
