export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** One write with its parameters. Deterministic: ids, times and chance are parameters, never SQL functions. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/**
 * A small database seam, so that another engine can serve the same SQL.
 * `commit` applies all statements or none: in memory it has happened when the call returns, on disk when the promise resolves.
 * Nothing may leave the process (a tool run, an answer to a caller) before it resolves. After a failed write it refuses until reopened.
 */
export interface SqlDriver {
  commit(statements: readonly Statement[]): Promise<void>;
  all(sql: string, params?: readonly SqlValue[]): SqlRow[];
  /** Why writes are refused, if they are. */
  readonly failure: Error | undefined;
  close(): Promise<void>;
}
