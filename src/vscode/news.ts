import * as l10n from '@vscode/l10n';
import type { BoardCard } from '../core/model/boardCard.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { TaskStatus } from '../core/model/taskStatus.ts';
import { labelOf, type InboxRow } from './trees/inboxRows.ts';

/** One thing a person may want to hear of. */
export interface News {
  readonly message: string;
  /** The row of the inbox it is about; absent for a finished card. */
  readonly row?: InboxRow;
  readonly task: TaskId;
}

interface Seen {
  readonly rows: readonly InboxRow[];
  readonly cards: ReadonlyMap<TaskId, BoardCard>;
}

const worked: ReadonlySet<TaskStatus> = new Set(['queued', 'running', 'waiting']);

/** Tells what is new since the last look. The first look is news to nobody. */
export class NewsWatch {
  #rows: ReadonlySet<string> | undefined;
  #statuses: ReadonlyMap<TaskId, TaskStatus> = new Map();

  /** What began to wait, and cards that a run brought to an end. What a person did by hand on a planned card is no news. */
  look({ rows, cards }: Seen): News[] {
    const known = this.#rows;
    const before = this.#statuses;
    this.#rows = new Set(rows.map(({ id }) => id));
    this.#statuses = new Map([...cards.values()].map(({ id, status }) => [id, status]));
    if (!known) return [];
    const waiting = rows
      .filter(({ id, kind }) => !known.has(id) && kind !== 'proposed')
      .map((row): News => ({ message: messageOf(row), row, task: row.task }));
    const done = [...cards.values()].filter(({ id, status }) => status === 'done' && before.get(id) === 'running');
    const begun = waiting.filter(({ row, task }) => row?.kind !== 'failed' || worked.has(before.get(task) ?? 'todo'));
    return [...begun, ...done.map((card): News => ({ message: l10n.t('#{0} is done: {1}', card.number, card.title), task: card.id }))];
  }
}

function messageOf(row: InboxRow): string {
  return row.card ? l10n.t('{0} ({1})', labelOf(row), row.card.title) : labelOf(row);
}

/** One sentence for several pieces of news. */
export function summaryOf(news: readonly News[]): string {
  const waiting = news.filter(({ row }) => row).length;
  const done = news.length - waiting;
  if (done === 0) return l10n.t('{0} items wait for you.', waiting);
  if (waiting === 0) return l10n.t('{0} cards are done.', done);
  return l10n.t('{0} items wait for you, {1} cards are done.', waiting, done);
}
