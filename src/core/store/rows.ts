import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import type { SqlDriver, SqlValue } from './sqlDriver.ts';

/** A row whose one column `json` holds the whole record: few large values cross the WASM border faster than many small ones. */
const JsonRow = z.object({ json: z.string() });

/** SQL for a column that holds JSON. Text that is none, or too deep for SQLite, becomes a string, which fits no record: one damaged row must not fail the query for all. */
export function jsonColumn(column: string): string {
  return `iif(json_valid(${column}), json(${column}), ${column})`;
}

/** SQL for the same where an expression needs JSON: what is none reads as empty. */
export function validJson(column: string): string {
  return `iif(json_valid(${column}), ${column}, '[]')`;
}

/**
 * Reads with parsed rows: the store never casts what a database says. A row of a list that makes no sense hides no other: it is left out and
 * reported, unless the caller can make something of it.
 */
export class RowReader {
  readonly #driver: Pick<SqlDriver, 'all'>;
  readonly #report: (problem: unknown) => void;

  constructor(driver: Pick<SqlDriver, 'all'>, report: (problem: unknown) => void = () => undefined) {
    this.#driver = driver;
    this.#report = report;
  }

  /** Records of a query whose column `json` fits the schema. `instead` makes one of the fields of a record that does not fit. */
  list<S extends z.ZodType>(
    schema: S,
    sql: string,
    params: readonly SqlValue[] = [],
    instead: (fields: unknown) => z.output<S> | undefined = () => undefined,
  ): z.output<S>[] {
    return this.#driver.all(sql, params).flatMap((row): z.output<S>[] => {
      const fields = fieldsOf(JsonRow.parse(row).json);
      const parsed = safely(schema, fields);
      if (parsed.success) return [parsed.data];
      this.#report(parsed.error);
      const made = instead(fields);
      return made === undefined ? [] : [made];
    });
  }

  /** The first record of a query, if there is one. It is asked for by name, so damage is said. */
  find<S extends z.ZodType>(schema: S, sql: string, params: readonly SqlValue[] = []): z.output<S> | undefined {
    const [row] = this.#driver.all(sql, params);
    if (!row) return undefined;
    const parsed = safely(schema, fieldsOf(JsonRow.parse(row).json));
    if (parsed.success) return parsed.data;
    throw new UserError(
      'damaged',
      l10n.t('A record of the board is damaged and cannot be read. A backup of the board may have it whole.'),
      {
        cause: parsed.error,
      },
    );
  }

  /** Rows as they are, each fitting the schema. */
  rows<S extends z.ZodType>(schema: S, sql: string, params: readonly SqlValue[] = []): z.output<S>[] {
    return this.#driver.all(sql, params).flatMap((row): z.output<S>[] => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      this.#report(parsed.error);
      return [];
    });
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

function fieldsOf(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** A schema walks what is nested by recursion, and some damage is deeper than the stack. */
function safely<S extends z.ZodType>(schema: S, value: unknown): { success: true; data: z.output<S> } | { success: false; error: unknown } {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (error instanceof RangeError) return { success: false, error };
    throw error;
  }
}
