import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { scanJournal, type Frame } from '../../src/core/store/journalFrame.ts';

/** Makes of the files of a closed store what a version without seals had written, as this generation if it is said. */
export function unseal(folder: string, number?: number): void {
  const [journal = ''] = dataFiles(folder).filter((name) => name.endsWith('.tsj'));
  const { head, frames } = scanJournal(readFileSync(join(folder, journal)));
  if (!head) throw new Error(`${journal} is no journal`);
  const read = JSON.parse(new TextDecoder().decode(head.body)) as { generation: number; snapshot: { file: string } };
  const generation = number ?? read.generation;
  const image = readFileSync(join(folder, read.snapshot.file));
  removeDataFiles(folder);
  const file = `snap-${generation}.db`;
  writeFileSync(join(folder, file), image);
  const snapshot = { file, bytes: image.length, crc32: crc32(image) };
  const body = new TextEncoder().encode(JSON.stringify({ format: 1, generation, snapshot, backup: null, backedUpAt: 1 }));
  writeFileSync(join(folder, `wal-${generation}.tsj`), Buffer.concat([{ ...head, body }, ...frames].map(unsealedFrame)));
}

/** The names of a store's files of data. */
export function dataFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^(snap|wal)-/.test(name));
}

/** Removes the files of data. */
export function removeDataFiles(folder: string): void {
  for (const name of dataFiles(folder)) rmSync(join(folder, name));
}

function unsealedFrame({ seq, acked, body }: Pick<Frame, 'seq' | 'acked' | 'body'>): Buffer {
  const frame = Buffer.alloc(28 + body.length);
  frame.writeUInt32LE(0x314a5354, 0);
  frame.writeUInt32LE(body.length, 4);
  frame.writeBigUInt64LE(BigInt(seq), 12);
  frame.writeBigUInt64LE(BigInt(acked), 20);
  frame.set(body, 28);
  frame.writeUInt32LE(crc32(frame.subarray(12), body.length), 8);
  return frame;
}
