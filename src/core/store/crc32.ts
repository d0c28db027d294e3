const SLICES = 8;
const tables = makeTables();

/** CRC-32 (IEEE, as in zip) of `bytes`. Continues from `seed`, the CRC of what came before. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed;
  let at = 0;
  const wholeSlices = bytes.length - (bytes.length % SLICES);
  // Eight bytes a step: tables[256 * k + b] is what byte b contributes with k bytes after it in the step.
  for (; at < wholeSlices; at += SLICES) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      tables[1792 + (crc & 255)]! ^
      tables[1536 + ((crc >>> 8) & 255)]! ^
      tables[1280 + ((crc >>> 16) & 255)]! ^
      tables[1024 + (crc >>> 24)]! ^
      tables[768 + bytes[at + 4]!]! ^
      tables[512 + bytes[at + 5]!]! ^
      tables[256 + bytes[at + 6]!]! ^
      tables[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) crc = tables[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTables(): Int32Array {
  const made = new Int32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    made[byte] = crc;
  }
  for (let at = 256; at < made.length; at++) {
    const previous = made[at - 256]!;
    made[at] = made[previous & 255]! ^ (previous >>> 8);
  }
  return made;
}
