import { readRecord, readVarint, type StoredRecord } from './records.ts';

/** The form of every image that a store writes; what its first bytes say of it is not needed, and may be damaged. */
const PAGE = 4096;
const FILE_HEADER = 100;
const TRUNK_AT = 32;
const deepest = 24;

export type TreeKind = 'table' | 'index';

const leafType: Record<TreeKind, number> = { table: 13, index: 10 };
const innerType: Record<TreeKind, number> = { table: 5, index: 2 };
/** The most of a payload that stands in its cell. */
const mostLocal: Record<TreeKind, number> = { table: PAGE - 35, index: Math.floor(((PAGE - 12) * 64) / 255) - 23 };
const leastLocal = Math.floor(((PAGE - 12) * 32) / 255) - 23;

/** A row, or an entry of an index. */
export interface Cell extends StoredRecord {
  /** Of a row. */
  readonly rowid: number;
}

/** What could be read of a tree of pages. */
export interface ReadTree {
  readonly cells: readonly Cell[];
  /** Every page and cell was read, each page adds up, and the order is right: nothing is missing. */
  readonly isSound: boolean;
}

interface Page {
  readonly number: number;
  readonly isLeaf: boolean;
  readonly headerEnd: number;
  /** Where its cells start. */
  readonly cells: readonly number[];
  /** All its bytes are accounted for. */
  readonly addsUp: boolean;
}

interface Walk {
  readonly kind: TreeKind;
  readonly cells: Cell[];
  isSound: boolean;
}

/**
 * Reads the pages of an SQLite file by themselves, without SQLite: a page that is damaged hides no other, nothing that stands in the file is executed, and
 * each page is read once, however they refer to each other.
 */
export class DatabasePages {
  readonly #image: Uint8Array;
  readonly #view: DataView;
  readonly #count: number;
  readonly #claimed = new Set<number>();

  constructor(image: Uint8Array) {
    this.#image = image;
    this.#view = new DataView(image.buffer, image.byteOffset, image.byteLength);
    this.#count = Math.floor(image.length / PAGE);
  }

  /** The tree whose first page has this number. */
  readTree(root: number, kind: TreeKind): ReadTree {
    const walk: Walk = { kind, cells: [], isSound: true };
    this.#walk(root, walk, 0);
    return { cells: walk.cells, isSound: walk.isSound && isInOrder(walk) };
  }

  /** Rows on pages that no tree led to and that are not free: to be asked for when all trees were read. */
  readOrphans(kind: TreeKind): Cell[] {
    this.#claimFree();
    const walk: Walk = { kind, cells: [], isSound: false };
    for (let number = 2; number <= this.#count; number++) {
      const page = this.#claimed.has(number) ? undefined : this.#pageOf(number, kind);
      if (!page?.isLeaf || !page.addsUp) continue;
      this.#claimed.add(number);
      this.#readCells(page, walk);
    }
    return walk.cells;
  }

  #walk(number: number, walk: Walk, depth: number): void {
    const page = depth > deepest || !this.#isFree(number) ? undefined : this.#pageOf(number, walk.kind);
    if (!page) {
      walk.isSound = false;
      return;
    }
    this.#claimed.add(number);
    if (page.isLeaf) {
      const before = walk.cells.length;
      this.#readCells(page, walk);
      // A page of something else: a tree that owns it may still come.
      if (page.cells.length > 0 && walk.cells.length === before) this.#claimed.delete(number);
      return;
    }
    walk.isSound &&= page.addsUp;
    const start = (number - 1) * PAGE;
    for (const at of page.cells) {
      this.#walk(this.#view.getUint32(start + at), walk, depth + 1);
      if (walk.kind === 'index') this.#readCell(start + at + 4, walk);
    }
    this.#walk(this.#view.getUint32(start + page.headerEnd - 4), walk, depth + 1);
  }

  #readCells({ number, cells, addsUp }: Page, walk: Walk): void {
    walk.isSound &&= addsUp;
    for (const at of cells) this.#readCell((number - 1) * PAGE + at, walk);
  }

  #readCell(at: number, walk: Walk): void {
    const size = readVarint(this.#image, at);
    const rowid = size && walk.kind === 'table' ? readVarint(this.#image, size.end) : { value: 0, end: size?.end ?? 0 };
    const payload = size && rowid ? this.#payload(rowid.end, size.value, walk.kind) : undefined;
    const record = payload && readRecord(payload);
    if (record && rowid) walk.cells.push({ ...record, rowid: rowid.value });
    else walk.isSound = false;
  }

  /** All bytes of a record, those on further pages included. */
  #payload(start: number, size: number, kind: TreeKind): Uint8Array | undefined {
    const local = localBytes(size, kind);
    const pageEnd = (Math.floor(start / PAGE) + 1) * PAGE;
    if (start + local + (local < size ? 4 : 0) > pageEnd || size > this.#image.length) return undefined;
    if (local === size) return this.#image.subarray(start, start + size);
    const whole = new Uint8Array(size);
    whole.set(this.#image.subarray(start, start + local));
    let next = this.#view.getUint32(start + local);
    for (let filled = local; filled < size; ) {
      if (!this.#isFree(next)) return undefined;
      this.#claimed.add(next);
      const from = (next - 1) * PAGE;
      const part = this.#image.subarray(from + 4, Math.min(from + PAGE, from + 4 + size - filled));
      whole.set(part, filled);
      filled += part.length;
      next = this.#view.getUint32(from);
    }
    return whole;
  }

  #isFree(number: number): boolean {
    return number >= 1 && number <= this.#count && !this.#claimed.has(number);
  }

  /** Reads the head of a page as what it says it is, or as the other kind where only that adds up. */
  #pageOf(number: number, kind: TreeKind): Page | undefined {
    const header = (number - 1) * PAGE + (number === 1 ? FILE_HEADER : 0);
    const type = this.#image[header];
    const isLeaf = type !== innerType[kind];
    const asSaid = type === leafType[kind] || !isLeaf ? this.#readPage(number, kind, isLeaf) : undefined;
    if (asSaid?.addsUp) return asSaid;
    const others = [true, false].map((leaf) => this.#readPage(number, kind, leaf));
    const other = others.find((page) => page?.addsUp && page.cells.length > 0);
    return other ? { ...other, addsUp: false } : asSaid;
  }

  #readPage(number: number, kind: TreeKind, isLeaf: boolean): Page {
    const start = (number - 1) * PAGE;
    const header = number === 1 ? FILE_HEADER : 0;
    const headerEnd = header + (isLeaf ? 8 : 12);
    const count = this.#view.getUint16(start + header + 3);
    const wanted = PAGE - (this.#view.getUint16(start + header + 5) || 65_536) - this.#freeBytes(start, header);
    const most = Math.floor((PAGE - headerEnd) / 2);
    const pointers = Array.from({ length: most }, (_, index) => this.#view.getUint16(start + headerEnd + index * 2));
    const fitting = [0];
    for (let used = 0, index = 0; index < most && used <= wanted; index++) {
      const at = pointers[index] ?? 0;
      const size = at >= headerEnd && at <= PAGE - 4 ? this.#cellBytes(start + at, kind, isLeaf) : undefined;
      if (size === undefined) break;
      used += size;
      fitting.push(used);
    }
    const addsUp = fitting[count] === wanted;
    // Where the count is wrong, the cells themselves say how many they are.
    const right = fitting.indexOf(wanted);
    const cells = pointers.slice(0, addsUp || right < 0 ? count : right);
    const inside = cells.filter((at) => at >= headerEnd && at <= PAGE - 4);
    return { number, isLeaf, headerEnd, cells: [...new Set(inside)], addsUp };
  }

  /** Bytes between and after cells. */
  #freeBytes(start: number, header: number): number {
    let free = this.#view.getUint8(start + header + 7);
    let at = this.#view.getUint16(start + header + 1);
    for (let tries = 0; at > 0 && at <= PAGE - 4 && tries < PAGE / 4; tries++) {
      free += this.#view.getUint16(start + at + 2);
      at = this.#view.getUint16(start + at);
    }
    return free;
  }

  /** How much of its page a cell takes. */
  #cellBytes(at: number, kind: TreeKind, isLeaf: boolean): number | undefined {
    const child = isLeaf ? 0 : 4;
    const first = readVarint(this.#image, at + child);
    if (!first) return undefined;
    if (kind === 'table' && !isLeaf) return first.end - at;
    const second = kind === 'table' ? readVarint(this.#image, first.end) : first;
    if (!second) return undefined;
    const local = localBytes(first.value, kind);
    return Math.max(4, second.end - at + local + (local < first.value ? 4 : 0));
  }

  /** Pages that were given up keep what was on them: it counts no more. */
  #claimFree(): void {
    let trunk = this.#count > 0 ? this.#view.getUint32(TRUNK_AT) : 0;
    while (this.#isFree(trunk)) {
      this.#claimed.add(trunk);
      const start = (trunk - 1) * PAGE;
      const count = Math.min(this.#view.getUint32(start + 4), PAGE / 4 - 2);
      for (let index = 0; index < count; index++) this.#claimed.add(this.#view.getUint32(start + 8 + index * 4));
      trunk = this.#view.getUint32(start);
    }
  }
}

function localBytes(size: number, kind: TreeKind): number {
  if (size <= mostLocal[kind]) return size;
  const local = leastLocal + ((size - leastLocal) % (PAGE - 4));
  return local <= mostLocal[kind] ? local : leastLocal;
}

function isInOrder({ kind, cells }: Walk): boolean {
  return cells.every((cell, index) => {
    const before = cells[index - 1];
    if (!before) return true;
    if (kind === 'table') return before.rowid < cell.rowid;
    const [one, other] = [before.values[0], cell.values[0]];
    return typeof one !== typeof other || one === null || other === null || one === undefined || other === undefined || one <= other;
  });
}
