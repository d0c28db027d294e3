import type { Actor } from '../model/actor.ts';
import { PersonRequest, type RequestAnswer } from '../model/request.ts';
import type { RunId, TaskId } from '../model/scalars.ts';
import { notDeleted } from './keptTasks.ts';
import { jsonColumn, type RowReader } from './rows.ts';
import type { SqlValue, Statement } from './sqlDriver.ts';

const requestJson = `json_object('id', id, 'task', task, 'run', run, 'at', at, 'body', ${jsonColumn('body')}, 'answer', ${jsonColumn('answer')},
  'answeredAt', answered_at, 'answeredBy', ${jsonColumn('answered_by')})`;

export function insertRequest(request: PersonRequest): Statement {
  return {
    sql: 'INSERT INTO requests(id, task, run, at, body) VALUES(?, ?, ?, ?, ?)',
    params: [request.id, request.task, request.run, request.at, JSON.stringify(request.body)],
  };
}

export function saveAnswer(id: string, answer: RequestAnswer, by: Actor, at: number): Statement {
  return {
    sql: 'UPDATE requests SET answer = ?, answered_at = ?, answered_by = ? WHERE id = ? AND answered_at IS NULL',
    params: [JSON.stringify(answer), at, JSON.stringify(by), id],
  };
}

/** Ends what a run still asked: nobody waits for the answer any more. */
export function stopRequests(run: RunId, by: Actor, at: number): Statement {
  return {
    sql: `UPDATE requests SET answer = '{"kind":"stop"}', answered_at = ?, answered_by = ? WHERE run = ? AND answered_at IS NULL`,
    params: [at, JSON.stringify(by), run],
  };
}

export function findRequest(reader: RowReader, id: string): PersonRequest | undefined {
  return reader.find(PersonRequest, `SELECT ${requestJson} AS json FROM requests WHERE id = ? AND ${notDeleted}`, [id]);
}

export function listRequests(reader: RowReader, query: { task?: TaskId; run?: RunId; open?: boolean }): PersonRequest[] {
  const where = [notDeleted];
  const params: SqlValue[] = [];
  if (query.task !== undefined) where.push('task = ?') && params.push(query.task);
  if (query.run !== undefined) where.push('run = ?') && params.push(query.run);
  if (query.open !== undefined) where.push(`answered_at IS ${query.open ? '' : 'NOT '}NULL`);
  return reader.list(PersonRequest, `SELECT ${requestJson} AS json FROM requests WHERE ${where.join(' AND ')} ORDER BY seq`, params);
}
