import * as l10n from '@vscode/l10n';
import { Comment } from '../model/task.ts';
import type { TaskId } from '../model/scalars.ts';
import { repair } from './repairing.ts';
import { jsonColumn, type RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

export function insertComment(comment: Comment): Statement {
  return {
    sql: 'INSERT INTO comments(id, task, actor, text, at) VALUES(?, ?, ?, ?, ?)',
    params: [comment.id, comment.task, JSON.stringify(comment.by), comment.text, comment.at],
  };
}

export function listComments(reader: RowReader, task: TaskId): Comment[] {
  const sql = `SELECT json_object('id', id, 'task', task, 'by', ${jsonColumn('actor')}, 'text', text, 'at', at) AS json FROM comments WHERE task = ? ORDER BY seq`;
  const by = { kind: 'system', name: 'rota' } as const;
  const base: Comment = { id: '?', task, by, text: l10n.t('(this comment is damaged in the store)'), at: 0 };
  return reader.list(Comment, sql, [task], (fields) => repair(Comment.shape, fields, base).record);
}
