import { encodeFrame } from './journalFrame.ts';
import type { SqlValue, Statement } from './sqlDriver.ts';
import type { FileHandle, StoreFiles } from './storeFiles.ts';
import type { SealChain } from './storeSeal.ts';
import { writeFully } from './wholeFile.ts';

const FIRST_STEP = 64 * 1024;
const LARGEST_STEP = 1024 * 1024;
const decoder = new TextDecoder();

/** The files of a generation. */
export interface GenerationPaths {
  readonly journal: string;
  readonly snapshot: string;
}

/** A journal that is being written. It is zero-filled ahead, so that syncing a commit need not write the file's new size. */
export class JournalFile {
  readonly #files: StoreFiles;
  readonly #file: FileHandle;
  readonly #snapshot: FileHandle;
  readonly #paths: GenerationPaths;
  readonly #chain: SealChain;
  readonly #statementNumbers = new Map<string, number>();
  #size: number;
  #filled: number;

  /** Opens a file that holds only its head, which the chain has taken in, and the snapshot that it continues. */
  constructor(files: StoreFiles, paths: GenerationPaths, chain: SealChain) {
    this.#files = files;
    this.#paths = paths;
    this.#chain = chain;
    this.#snapshot = files.open(paths.snapshot, 'read');
    this.#file = files.open(paths.journal, 'update');
    this.#size = this.#filled = files.size(this.#file);
  }

  /** Bytes of records in the file. */
  get size(): number {
    return this.#size;
  }

  /** The body of a transaction's frame. The text of a statement is written once a file, then its number. */
  encode(statements: readonly Statement[]): Uint8Array {
    const rows = statements.map(({ sql, params }): [string | number, readonly SqlValue[]] => {
      const number = this.#statementNumbers.get(sql);
      if (number === undefined) this.#statementNumbers.set(sql, this.#statementNumbers.size);
      return [number ?? sql, params];
    });
    return new TextEncoder().encode(JSON.stringify(rows));
  }

  /** Appends transactions and resolves when they are on disk. After a failure the file's state is unknown: never write again. */
  async append(transactions: readonly { seq: number; body: Uint8Array }[], acked: number): Promise<void> {
    const frames = transactions.map(({ seq, body }) => encodeFrame(this.#chain, { seq, acked, body }));
    const bytes = frames.length === 1 ? frames[0]! : concatenate(frames);
    this.#fillAhead(bytes.length);
    writeFully(this.#files, this.#file, bytes, this.#size);
    this.#size += bytes.length;
    await this.#files.datasync(this.#file);
  }

  /** Whether both files are still those that their names lead to. */
  isInPlace(): boolean {
    return this.#files.isAt(this.#file, this.#paths.journal) && this.#files.isAt(this.#snapshot, this.#paths.snapshot);
  }

  close(): void {
    this.#files.close(this.#file);
    this.#files.close(this.#snapshot);
  }

  #fillAhead(length: number): void {
    if (this.#size + length <= this.#filled) return;
    const step = Math.max(length, Math.min(LARGEST_STEP, Math.max(FIRST_STEP, this.#filled)));
    writeFully(this.#files, this.#file, new Uint8Array(step), this.#filled);
    this.#files.sync(this.#file);
    this.#filled += step;
  }
}

/** Reads the statements of a transaction. `texts` holds those seen so far in this file and grows. Throws on any other shape. */
export function decodeStatements(body: Uint8Array, texts: string[]): Statement[] {
  const rows: unknown = JSON.parse(decoder.decode(body));
  if (!Array.isArray(rows)) throw new Error('a transaction must be a list');
  return rows.map((row: unknown): Statement => {
    const [statement, params] = Array.isArray(row) ? (row as unknown[]) : [];
    if (typeof statement === 'string') texts.push(statement);
    const sql = typeof statement === 'number' ? texts[statement] : statement;
    if (typeof sql !== 'string' || !Array.isArray(params) || !params.every(isSqlValue)) throw new Error('unknown statement');
    return { sql, params };
  });
}

function isSqlValue(value: unknown): value is SqlValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
