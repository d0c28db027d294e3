import { RunFile } from '../model/run.ts';
import type { RunId } from '../model/scalars.ts';
import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

/** `before` stays what it was at the run's first write; a later read never hides a write. */
const upsert = `INSERT INTO run_files(run, root, path, access, before, after) VALUES(?, ?, ?, ?, ?, ?)
  ON CONFLICT(run, root, path) DO UPDATE SET
    before = iif(access = 'write', before, excluded.before),
    after = iif(excluded.access = 'write', excluded.after, after),
    access = iif(access = 'write', access, excluded.access)`;

export function saveRunFile(file: RunFile): Statement {
  return { sql: upsert, params: [file.run, file.root, file.path, file.access, file.before, file.after] };
}

export function listRunFiles(reader: RowReader, run: RunId): RunFile[] {
  return reader.rows(RunFile, 'SELECT run, root, path, access, before, after FROM run_files WHERE run = ? ORDER BY root, path', [run]);
}
