import * as z from 'zod';
import type { SqlDriver, SqlValue } from './sqlDriver.ts';

/** A row whose one column `json` holds the whole record: few large values cross the WASM border faster than many small ones. */
const JsonRow = z.object({ json: z.string() });

/** Reads with parsed rows: the store never casts what a database says. */
export class RowReader {
  readonly #driver: Pick<SqlDriver, 'all'>;

  constructor(driver: Pick<SqlDriver, 'all'>) {
    this.#driver = driver;
  }

  /** Records of a query whose column `json` fits the schema. */
  list<S extends z.ZodType>(schema: S, sql: string, params: readonly SqlValue[] = []): z.output<S>[] {
    return this.#driver.all(sql, params).map((row) => schema.parse(JSON.parse(JsonRow.parse(row).json)));
  }

  /** The first record of a query, if there is one. */
  find<S extends z.ZodType>(schema: S, sql: string, params: readonly SqlValue[] = []): z.output<S> | undefined {
    return this.list(schema, sql, params)[0];
  }

  /** Rows as they are, each fitting the schema. */
  rows<S extends z.ZodType>(schema: S, sql: string, params: readonly SqlValue[] = []): z.output<S>[] {
    return this.#driver.all(sql, params).map((row) => schema.parse(row));
  }

  /** The column `json` of the only row, unparsed: for lists that leave as text. */
  text(sql: string, params: readonly SqlValue[] = []): string {
    return JsonRow.parse(this.#driver.all(sql, params)[0]).json;
  }

  /** The column `count` of the only row. */
  count(sql: string, params: readonly SqlValue[] = []): number {
    return z.object({ count: z.number() }).parse(this.#driver.all(sql, params)[0]).count;
  }
}
