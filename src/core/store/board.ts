import { problemOfDay } from '../base/calendar.ts';
import { priorities, taskStatuses } from '../model/choices.ts';
import { BoardCard, type Board } from '../model/boardCard.ts';
import { damagedTask, damageText } from './damagedTasks.ts';
import { repair } from './repairing.ts';
import { jsonColumn, type RowReader } from './rows.ts';
import { payloadUnreadable } from './tasks.ts';

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

/** Stands for the status reason of a card whose payload cannot be read. The other JSON of a card is looked at when the card is. */
const unreadable = '\0';
const plainColumns = `id, number, title, status, iif(${payloadUnreadable}, char(0), status_reason), priority, rank, iif(labels = '[]', NULL, ${jsonColumn('labels')}), project, agent,
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

/** A card as its row says. Rows that make no sense are shown as damaged: the look at each value takes a hundredth of what a schema would. */
function cardOfRow(row: BoardRow): BoardCard {
  const card = fieldsOfRow(row);
  if (isSound(card) && card.statusReason !== unreadable) return card;
  const whole = { ...card, statusReason: card.statusReason === unreadable ? null : card.statusReason };
  const { task } = damagedTask(whole, false);
  const checks = { total: 0, passed: 0, failed: 0 };
  const base: BoardCard = { ...BoardCard.strip().parse({ ...task, checks, cost: null, run: null, approvalPending: false }) };
  const { record, wrong } = repair<BoardCard>(BoardCard.shape, whole, base);
  return { ...record, statusReason: damageText(card.statusReason === unreadable ? [...wrong, 'payload'] : wrong) };
}

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const statuses: ReadonlySet<unknown> = new Set(taskStatuses);
const levels: ReadonlySet<unknown> = new Set(priorities);

function isSound(card: BoardCard): boolean {
  const { checks } = card;
  return (
    ulid.test(card.id) &&
    statuses.has(card.status) &&
    levels.has(card.priority) &&
    isText(card.title, 500) &&
    isText(card.rank, 200) &&
    Array.isArray(card.labels) &&
    card.labels.every((label) => isText(label, 100)) &&
    isTextOrNothing(card.agent) &&
    isTextOrNothing(card.project) &&
    isTextOrNothing(card.eta) &&
    (card.statusReason === null || card.statusReason.length <= 2000) &&
    (card.parent === null || ulid.test(card.parent)) &&
    (card.run === null || ulid.test(card.run)) &&
    card.number > 0 &&
    card.progress <= 100 &&
    [card.revision, card.createdAt, card.updatedAt, card.openDependencies, card.progress, card.attempts, card.lostDependencies].every(
      isCount,
    ) &&
    isTimeOrNothing(card.runAfter) &&
    (typeof card.due === 'string' ? problemOfDay(card.due) === undefined : isTimeOrNothing(card.due)) &&
    [checks.total, checks.passed, checks.failed].every(isCount) &&
    (card.cost === null || card.cost >= 0)
  );
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= most;
}

function isTextOrNothing(value: unknown): boolean {
  return value === null || isText(value, 200);
}

function isTimeOrNothing(value: number | null): boolean {
  return value === null || isCount(value);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function fieldsOfRow(row: BoardRow): BoardCard {
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
