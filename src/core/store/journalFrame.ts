import { crc32 } from './crc32.ts';
import { SEAL_BYTES, type SealChain, type StoreSeal } from './storeSeal.ts';

// Frame, little endian: u32 magic "TSJ2" | u32 length of body | u32 crc32 of all after it, seeded with length | u64 seq | u64 acked | seal | body.
// The seal is over all bytes before this frame, then seq, acked and body. Frames "TSJ1" of older versions have none.
const MAGIC = 0x324a5354;
const UNSEALED_MAGIC = 0x314a5354;
const FIRST_MAGIC_BYTE = MAGIC & 255;
const CRC_END = 12;
const NUMBERS_END = 28;
const TWO_32 = 2 ** 32;

/** The largest body of a frame: one transaction. */
export const MAX_BODY = 64 * 1024 * 1024;

/** One record of a journal. The first of a file has seq 0 and in `acked` the number of the last transaction of its snapshot. */
export interface Frame {
  readonly seq: number;
  /** The last transaction known to be durable when this frame was written. */
  readonly acked: number;
  readonly body: Uint8Array;
  /** `undefined` in a frame of a version that knew no seals. */
  readonly seal: Uint8Array | undefined;
  /** Where it starts, and where the next one does. */
  readonly start: number;
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

/** The bytes of one frame, which the chain has then taken in. */
export function encodeFrame(chain: SealChain, { seq, acked, body }: Pick<Frame, 'seq' | 'acked' | 'body'>): Uint8Array {
  const header = NUMBERS_END + SEAL_BYTES;
  const frame = new Uint8Array(header + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, body.length, true);
  writeNumber(view, 12, seq);
  writeNumber(view, 20, acked);
  frame.set(chain.over(frame.subarray(CRC_END, NUMBERS_END), body), NUMBERS_END);
  frame.set(body, header);
  view.setUint32(8, crc32(frame.subarray(CRC_END), body.length), true);
  chain.add(frame);
  return frame;
}

/** Reads all intact frames from the start, and tells a torn tail from damage to what was acknowledged. Never throws; looks at no seal. */
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

/** The first frame of a journal, from its first bytes. */
export function readHead(start: Uint8Array): Frame | undefined {
  const head = frameAt(start, new DataView(start.buffer, start.byteOffset, start.byteLength), 0);
  return head?.seq === 0 ? head : undefined;
}

/** Whether everything up to the end of this frame was written for the store by this machine. */
export function isSealed(journal: Uint8Array, frame: Frame, seal: StoreSeal): boolean {
  if (!frame.seal) return false;
  const chain = seal.begin();
  chain.add(journal.subarray(0, frame.start));
  const right = chain.over(journal.subarray(frame.start + CRC_END, frame.start + NUMBERS_END), frame.body);
  return right.every((byte, index) => byte === frame.seal?.[index]);
}

/** The transactions of a journal whose head is this store's, up to the first that was not written for it by this machine. */
export function sealedFrames(journal: Uint8Array, { head, frames }: JournalScan, seal: StoreSeal): Frame[] {
  const chain = seal.begin();
  chain.add(journal.subarray(0, head?.end ?? 0));
  const foreign = frames.findIndex((frame) => {
    const right = chain.over(journal.subarray(frame.start + CRC_END, frame.start + NUMBERS_END), frame.body);
    chain.add(journal.subarray(frame.start, frame.end));
    return !frame.seal || right.some((byte, index) => byte !== frame.seal?.[index]);
  });
  return foreign < 0 ? [...frames] : frames.slice(0, foreign);
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

function frameAt(journal: Uint8Array, view: DataView, start: number): Frame | undefined {
  if (start + NUMBERS_END > journal.length) return undefined;
  const magic = view.getUint32(start, true);
  if (magic !== MAGIC && magic !== UNSEALED_MAGIC) return undefined;
  const length = view.getUint32(start + 4, true);
  const bodyStart = start + NUMBERS_END + (magic === MAGIC ? SEAL_BYTES : 0);
  const end = bodyStart + length;
  if (length > MAX_BODY || end > journal.length) return undefined;
  if (crc32(journal.subarray(start + CRC_END, end), length) !== view.getUint32(start + 8, true)) return undefined;
  return {
    seq: readNumber(view, start + 12),
    acked: readNumber(view, start + 20),
    body: journal.subarray(bodyStart, end),
    seal: magic === MAGIC ? journal.subarray(start + NUMBERS_END, bodyStart) : undefined,
    start,
    end,
  };
}

function writeNumber(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % TWO_32, true);
  view.setUint32(at + 4, Math.floor(value / TWO_32), true);
}

function readNumber(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * TWO_32;
}
