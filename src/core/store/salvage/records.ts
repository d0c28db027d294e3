/** A value of a database row. Bytes are read as text: no table of a store has any. */
export type StoredValue = string | number | null;

/** What a row or an entry of an index holds. */
export interface StoredRecord {
  readonly values: readonly StoredValue[];
  /** Some of its text was no text, and is shown as well as it can be. */
  readonly isBlemished: boolean;
}

/** A number in SQLite's own form, and where the next thing starts. `undefined` when it is cut off or larger than any that a store writes. */
export function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = start; at < start + 8 && at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 127);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    if (byte < 128) return { value, end: at + 1 };
  }
  return undefined;
}

/** Reads a record that must fill `payload` exactly; `undefined` when it does not. */
export function readRecord(payload: Uint8Array): StoredRecord | undefined {
  const header = readVarint(payload, 0);
  if (!header || header.value < header.end || header.value > payload.length) return undefined;
  const values: StoredValue[] = [];
  let isBlemished = false;
  let body = header.value;
  for (let at = header.end; at < header.value; ) {
    const type = readVarint(payload, at);
    if (!type || type.end > header.value) return undefined;
    const length = lengthOf(type.value);
    if (length === undefined || body + length > payload.length) return undefined;
    const value = readValue(payload.subarray(body, body + length), type.value);
    isBlemished ||= value.isBlemished;
    values.push(value.value);
    body += length;
    at = type.end;
  }
  return body === payload.length ? { values, isBlemished } : undefined;
}

const lengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function lengthOf(type: number): number | undefined {
  return type < 12 ? lengths[type] : Math.floor((type - 12) / 2);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

function readValue(bytes: Uint8Array, type: number): { value: StoredValue; isBlemished: boolean } {
  if (type >= 12) return readText(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 7) return { value: view.getFloat64(0), isBlemished: false };
  const value = type === 0 ? null : type >= 8 ? type - 8 : readInteger(view);
  return { value, isBlemished: false };
}

function readInteger(view: DataView): number {
  if (view.byteLength === 8) return Number(view.getBigInt64(0));
  let value = view.getInt8(0);
  for (let at = 1; at < view.byteLength; at++) value = value * 256 + view.getUint8(at);
  return value;
}

function readText(bytes: Uint8Array): { value: string; isBlemished: boolean } {
  try {
    return { value: strict.decode(bytes), isBlemished: false };
  } catch {
    return { value: lenient.decode(bytes), isBlemished: true };
  }
}
