import type { Board, BoardCard } from '../model/boardCard.ts';
import type { RowReader } from './rows.ts';

/** A card as it leaves SQLite: the names of ten thousand times twenty-six fields would cost more than their values. */
type BoardRow = [
  ...[BoardCard['id'], BoardCard['number'], BoardCard['title'], BoardCard['status'], BoardCard['statusReason'], BoardCard['priority']],
  ...[BoardCard['rank'], BoardCard['labels'], BoardCard['project'], BoardCard['agent'], accepted: 0 | 1, BoardCard['openDependencies']],
  ...[BoardCard['progress'], BoardCard['runAfter'], BoardCard['due'], BoardCard['revision'], BoardCard['updatedAt'], BoardCard['attempts']],
  ...[BoardCard['parent'], BoardCard['eta'], total: number, passed: number, failed: number, BoardCard['cost'], BoardCard['run']],
  ...[approvalPending: 0 | 1],
];

const boardColumns = `SELECT '[' || coalesce(group_concat(card, ','), '') || ']' AS json FROM (SELECT json_array(id, number, title, status,
  status_reason, priority, rank, json(labels), project, agent, accepted, open_dependencies, progress, run_after, due, revision, updated_at,
  attempts, parent, eta, checks_total, checks_passed, checks_failed, cost, run, approval_pending) AS card FROM tasks`;
const inOrder = 'ORDER BY rank, number)';

/** The whole board as one text in bytes: as rows it would take many times longer through the WASM border and from thread to thread. */
export function readBoardBytes(reader: RowReader, revision: number): Uint8Array {
  return new TextEncoder().encode(`[${revision},${reader.text(`${boardColumns} ${inOrder}`)}]`);
}

/** The cards that differ from what they were at a revision. */
export function readChangedCards(reader: RowReader, since: number): BoardCard[] {
  const rows = JSON.parse(reader.text(`${boardColumns} WHERE revision > ? ${inOrder}`, [since])) as BoardRow[];
  return rows.map(cardOfRow);
}

/**
 * The board that `readBoardBytes` wrote. Only for bytes of our own store: each row was parsed when it was written, and parsing ten
 * thousand again would take as long as the query.
 */
export function boardOfBytes(bytes: Uint8Array): Board {
  const [revision, rows] = JSON.parse(new TextDecoder().decode(bytes)) as [number, BoardRow[]];
  return { revision, cards: rows.map(cardOfRow) };
}

function cardOfRow(row: BoardRow): BoardCard {
  return {
    id: row[0],
    number: row[1],
    title: row[2],
    status: row[3],
    statusReason: row[4],
    priority: row[5],
    rank: row[6],
    labels: row[7],
    project: row[8],
    agent: row[9],
    accepted: row[10] === 1,
    openDependencies: row[11],
    progress: row[12],
    runAfter: row[13],
    due: row[14],
    revision: row[15],
    updatedAt: row[16],
    attempts: row[17],
    parent: row[18],
    eta: row[19],
    checks: { total: row[20], passed: row[21], failed: row[22] },
    cost: row[23],
    run: row[24],
    approvalPending: row[25] === 1,
  };
}
