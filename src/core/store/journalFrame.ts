import { crc32 } from './crc32.ts';

// Frame, little endian: u32 magic "TSJ1" | u32 length of body | u32 crc32 of all after it, seeded with length | u64 seq | u64 acked | body
const MAGIC = 0x314a5354;
const FIRST_MAGIC_BYTE = MAGIC & 255;
const HEADER = 28;
const CRC_END = 12;
const TWO_32 = 2 ** 32;

/** The largest body of a frame: one transaction. */
export const MAX_BODY = 64 * 1024 * 1024;

/** One record of a journal. The first of a file has seq 0 and in `acked` the number of the last transaction of its snapshot. */
export interface Frame {
  readonly seq: number;
  /** The last transaction known to be durable when this frame was written. */
  readonly acked: number;
  readonly body: Uint8Array;
  /** Where the next frame starts. */
  readonly end: number;
}

/** What a journal holds. */
export interface JournalScan {
  /** `undefined`: not even the first frame is intact. */
  readonly head: Frame | undefined;
  /** The transactions in order, without gaps. */
  readonly frames: readonly Frame[];
  /** End of the last of them. What follows is a torn tail, or `damage`. */
  readonly end: number;
  /** Set when transactions that were acknowledged are not readable: cutting here would lose them. */
  readonly damage: { readonly from: number; readonly to: number } | undefined;
}

/** The bytes of one frame. */
export function encodeFrame(seq: number, acked: number, body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, body.length, true);
  writeNumber(view, 12, seq);
  writeNumber(view, 20, acked);
  frame.set(body, HEADER);
  view.setUint32(8, crc32(frame.subarray(CRC_END), body.length), true);
  return frame;
}

/** Reads all intact frames from the start, and tells a torn tail from damage to what was acknowledged. Never throws. */
export function scanJournal(journal: Uint8Array): JournalScan {
  const view = new DataView(journal.buffer, journal.byteOffset, journal.byteLength);
  const head = frameAt(journal, view, 0);
  if (head?.seq !== 0) return { head: undefined, frames: [], end: 0, damage: undefined };
  const frames: Frame[] = [];
  let last = head.acked;
  let end = head.end;
  for (;;) {
    const frame = frameAt(journal, view, end);
    if (frame?.seq !== last + 1) break;
    frames.push(frame);
    last = frame.seq;
    end = frame.end;
  }
  const acknowledged = lastAcknowledgedAfter(journal, view, { last, end });
  return { head, frames, end, damage: acknowledged > last ? { from: last + 1, to: acknowledged } : undefined };
}

/** A later intact frame bears witness to which transactions before it had been acknowledged. */
function lastAcknowledgedAfter(journal: Uint8Array, view: DataView, { last, end }: { last: number; end: number }): number {
  let acknowledged = last;
  for (let at = journal.indexOf(FIRST_MAGIC_BYTE, end); at >= 0; at = journal.indexOf(FIRST_MAGIC_BYTE, at + 1)) {
    const frame = frameAt(journal, view, at);
    if (frame && frame.seq > last) acknowledged = Math.max(acknowledged, frame.acked);
  }
  return acknowledged;
}

function frameAt(journal: Uint8Array, view: DataView, at: number): Frame | undefined {
  if (at + HEADER > journal.length || view.getUint32(at, true) !== MAGIC) return undefined;
  const length = view.getUint32(at + 4, true);
  const end = at + HEADER + length;
  if (length > MAX_BODY || end > journal.length) return undefined;
  if (crc32(journal.subarray(at + CRC_END, end), length) !== view.getUint32(at + 8, true)) return undefined;
  return { seq: readNumber(view, at + 12), acked: readNumber(view, at + 20), body: journal.subarray(at + HEADER, end), end };
}

function writeNumber(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % TWO_32, true);
  view.setUint32(at + 4, Math.floor(value / TWO_32), true);
}

function readNumber(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * TWO_32;
}
