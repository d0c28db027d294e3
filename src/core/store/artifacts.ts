import { Artifact } from '../model/artifact.ts';
import type { TaskId } from '../model/scalars.ts';
import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

export function insertArtifact(artifact: Artifact): Statement {
  const { id, task, run, name, mediaType, size, hash, at } = artifact;
  return {
    sql: 'INSERT INTO artifacts(id, task, run, name, media_type, size, hash, at) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
    params: [id, task, run, name, mediaType, size, hash, at],
  };
}

export function hasArtifact(reader: RowReader, id: string): boolean {
  return reader.count('SELECT count(*) AS count FROM artifacts WHERE id = ?', [id]) > 0;
}

export function listArtifacts(reader: RowReader, task: TaskId): Artifact[] {
  const sql = 'SELECT id, task, run, name, media_type AS mediaType, size, hash, at FROM artifacts WHERE task = ? ORDER BY seq';
  return reader.rows(Artifact, sql, [task]);
}
