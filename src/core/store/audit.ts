import { AuditRecord } from '../model/audit.ts';
import { jsonColumn, type RowReader } from './rows.ts';

const mostRows = 1000;

/** Newest first. */
export function listAudit(reader: RowReader, query: { entity?: string; limit?: number }): AuditRecord[] {
  const where = query.entity === undefined ? '' : 'WHERE entity = ?';
  const params = query.entity === undefined ? [] : [query.entity];
  const sql = `SELECT json_object('seq', seq, 'at', at, 'actor', ${jsonColumn('actor')}, 'action', action, 'entity', entity, 'outcome', outcome,
    'detail', detail) AS json FROM audit ${where} ORDER BY seq DESC LIMIT ?`;
  return reader.list(AuditRecord, sql, [...params, Math.min(query.limit ?? 100, mostRows)]);
}
