import type { Board, BoardCard } from '../model/boardCard.ts';
import type { RowReader } from './rows.ts';

/** A card as it leaves SQLite: the names of ten thousand times twenty-seven fields would cost more than their values. */
type PlainRow = [
  ...[BoardCard['id'], BoardCard['number'], BoardCard['title'], BoardCard['status'], BoardCard['statusReason'], BoardCard['priority']],
  ...[
    BoardCard['rank'],
    labels: BoardCard['labels'] | null,
    BoardCard['project'],
    BoardCard['agent'],
    accepted: 0 | 1,
    BoardCard['openDependencies'],
  ],
  ...[
    BoardCard['progress'],
    BoardCard['runAfter'],
    BoardCard['due'],
    BoardCard['revision'],
    BoardCard['createdAt'],
    BoardCard['updatedAt'],
  ],
];
type MoreRow = [
  ...[BoardCard['attempts'], BoardCard['parent'], BoardCard['eta'], total: number, passed: number, failed: number, BoardCard['cost']],
  ...[BoardCard['run'], approvalPending: 0 | 1, BoardCard['lostDependencies']],
];
type BoardRow = [...PlainRow, ...Partial<MoreRow>];

const plainColumns = `id, number, title, status, status_reason, priority, rank, iif(labels = '[]', NULL, json(labels)), project, agent,
  accepted, open_dependencies, progress, run_after, deadline, revision, created_at, updated_at`;
const moreColumns = 'attempts, parent, eta, checks_total, checks_passed, checks_failed, cost, run, approval_pending, lost_dependencies';
/** Cards of which nothing more is to be said are most of a large board: their rows end early. */
const nothingMore =
  'attempts = 0 AND checks_total = 0 AND approval_pending = 0 AND run IS NULL AND parent IS NULL AND eta IS NULL AND lost_dependencies = 0';

const boardRows = (
  where: string,
): string => `SELECT '[' || coalesce(group_concat(card, ','), '') || ']' AS json FROM (SELECT iif(${nothingMore},
  json_array(${plainColumns}), json_array(${plainColumns}, ${moreColumns})) AS card FROM tasks ${where} ORDER BY rank, number)`;
const allRows = boardRows('');
const changedRows = boardRows('WHERE revision > ?');

/** The whole board as one text in bytes: as rows it would take many times longer through the WASM border and from thread to thread. */
export function readBoardBytes(reader: RowReader, revision: number): Uint8Array {
  return new TextEncoder().encode(`[${revision},${reader.text(allRows)}]`);
}

/** The cards that differ from what they were at a revision. */
export function readChangedCards(reader: RowReader, since: number): BoardCard[] {
  const rows = JSON.parse(reader.text(changedRows, [since])) as BoardRow[];
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
    labels: row[7] ?? [],
    project: row[8],
    agent: row[9],
    accepted: row[10] === 1,
    openDependencies: row[11],
    progress: row[12],
    runAfter: row[13],
    due: row[14],
    revision: row[15],
    createdAt: row[16],
    updatedAt: row[17],
    attempts: row[18] ?? 0,
    parent: row[19] ?? null,
    eta: row[20] ?? null,
    checks: { total: row[21] ?? 0, passed: row[22] ?? 0, failed: row[23] ?? 0 },
    cost: row[24] ?? null,
    run: row[25] ?? null,
    approvalPending: row[26] === 1,
    lostDependencies: row[27] ?? 0,
  };
}
