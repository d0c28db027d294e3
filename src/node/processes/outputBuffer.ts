/** Bytes kept of the beginning, and as many of the end. */
const KEPT_BYTES = 256 * 1024;

/** Keeps head and tail of a stream of any length in constant space. Positions count bytes of the whole stream. */
export class OutputBuffer {
  readonly #head: Buffer[] = [];
  #headSize = 0;
  /** The newest bytes after the head, as a ring. */
  #ring: Buffer | undefined;
  #total = 0;

  append(chunk: Buffer): void {
    const forHead = chunk.subarray(0, KEPT_BYTES - this.#headSize);
    if (forHead.length > 0) {
      // A copy: a slice would keep the whole chunk's memory.
      this.#head.push(Buffer.from(forHead));
      this.#headSize += forHead.length;
      this.#total += forHead.length;
    }
    if (chunk.length > forHead.length) this.#appendToRing(chunk.subarray(forHead.length));
  }

  /** The kept text from a position on, and the position after it. What is no longer kept is replaced by a note. */
  read(from: number): { text: string; next: number } {
    const head = Buffer.concat(this.#head);
    const tail = this.#tail();
    const tailStart = this.#total - tail.length;
    const left = tailStart - head.length;
    const pieces: Buffer[] = [head.subarray(Math.min(from, head.length))];
    if (left > 0 && from < tailStart) {
      pieces.push(Buffer.from(`\n[${tailStart - Math.max(from, head.length)} bytes of output left out]\n`));
    }
    pieces.push(tail.subarray(Math.max(0, from - tailStart)));
    return { text: Buffer.concat(left > 0 ? pieces.map(wholeCharacters) : pieces).toString('utf8'), next: this.#total };
  }

  #appendToRing(chunk: Buffer): void {
    const ring = (this.#ring ??= Buffer.alloc(KEPT_BYTES));
    this.#total += chunk.length;
    const newest = chunk.subarray(Math.max(0, chunk.length - KEPT_BYTES));
    const start = (this.#total - this.#headSize - newest.length) % KEPT_BYTES;
    const copied = newest.copy(ring, start);
    newest.copy(ring, 0, copied);
  }

  #tail(): Buffer {
    const written = this.#total - this.#headSize;
    if (this.#ring === undefined || written <= KEPT_BYTES) return this.#ring?.subarray(0, written) ?? Buffer.alloc(0);
    const seam = written % KEPT_BYTES;
    return Buffer.concat([this.#ring.subarray(seam), this.#ring.subarray(0, seam)]);
  }
}

/** Without the halves of characters that a cut left at both ends. */
function wholeCharacters(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start++;
  return bytes.subarray(start, bytes.length - openBytes(bytes));
}

/** How many bytes at the end begin a UTF-8 character whose rest is still to come. */
export function openBytes(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}
