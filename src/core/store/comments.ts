import { Comment } from '../model/task.ts';
import type { TaskId } from '../model/scalars.ts';
import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

export function insertComment(comment: Comment): Statement {
  return {
    sql: 'INSERT INTO comments(id, task, actor, text, at) VALUES(?, ?, ?, ?, ?)',
    params: [comment.id, comment.task, JSON.stringify(comment.by), comment.text, comment.at],
  };
}

export function listComments(reader: RowReader, task: TaskId): Comment[] {
  const sql = `SELECT json_object('id', id, 'task', task, 'by', json(actor), 'text', text, 'at', at) AS json FROM comments WHERE task = ? ORDER BY seq`;
  return reader.list(Comment, sql, [task]);
}
