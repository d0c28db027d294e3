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
  /** The rows of one query, which cannot write. Sees commits that are not on disk yet. */
  all(sql: string, params?: readonly SqlValue[]): SqlRow[];
  /** Folds the journal into the database file. To be called after a migration. */
  checkpoint(): Promise<void>;
  /** Why writes are refused, if they are: a `UserError` with code `read-only`. */
  readonly failure: Error | undefined;
  /** Resolves when all commits are on disk. Frees the memory; nothing may be called afterwards. */
  close(): Promise<void>;
}
