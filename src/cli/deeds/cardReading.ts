import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { TaskDetails, TaskPage } from '../../core/actions/taskActions.ts';
import { localZone } from '../../core/base/calendar.ts';
import { dueOf } from '../../core/model/due.ts';
import type { Task, TaskRef } from '../../core/model/task.ts';
import type { Priority } from '../../core/model/taskStatus.ts';
import { TaskStatus } from '../../core/model/taskStatus.ts';
import { openRequests } from '../openRequests.ts';
import type { Session } from '../session.ts';
import { describeTask, taskTable } from '../taskText.ts';
import { table } from '../textLayout.ts';

/** Dependencies that a card names; more are counted. */
const MOST_NAMED = 12;

export interface ListOptions {
  readonly status?: readonly TaskStatus[];
  readonly priority?: readonly Priority[];
  readonly project?: string;
  readonly agent?: string;
  readonly unassigned?: boolean;
  readonly label?: string;
  readonly search?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export async function list(session: Session, options: ListOptions): Promise<void> {
  await session.look();
  const { status, priority, project, label, limit, cursor, search: text } = options;
  const agent = options.unassigned ? null : options.agent;
  const filter = { status, priority, project, label, limit, cursor, text, agent, order: 'number' };
  const page = await session.call(
    'task.list',
    TaskPage,
    Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  );
  const open = await openRequests(session);
  await session.show(page, ({ items }) => taskTable(items, session.styles, session.terminal.stdout.columns || undefined, open));
  const narrowed = [status, priority, project, label, cursor, text, agent].some((value) => value !== undefined);
  if (page.items.length === 0) session.note(narrowed ? l10n.t('No card matches.') : l10n.t('No cards. `rota task add "TITLE"` adds one.'));
  if (page.cursor !== null) session.note(l10n.t('There are more: --cursor {0}', page.cursor));
}

export async function show(session: Session, ref: TaskRef): Promise<void> {
  const { board } = await session.look();
  const details = await session.call('task.get', TaskDetails, { task: ref });
  const open = await openRequests(session);
  const due = dueOf(details.task, board.sla, { now: Date.now(), zone: localZone });
  if (session.json) return session.show(details, () => '');
  const needed = await dependenciesOf(session, details.task);
  await session.show({ ...details, needed }, (shown) => describeTask({ ...shown, due }, session.styles, open));
}

/** The first of the cards that a card depends on. */
async function dependenciesOf(session: Session, { dependsOn }: Task): Promise<Task[]> {
  const found = dependsOn.slice(0, MOST_NAMED).map((task) => session.call('task.get', TaskDetails, { task }));
  return (await Promise.all(found)).map(({ task }) => task);
}

export async function statistics(session: Session): Promise<void> {
  await session.look();
  const counts = await session.call('task.statistics', z.record(TaskStatus, z.number()), {});
  await session.show(counts, (shown) => table(Object.entries(shown).map(([status, count]) => [status, String(count)])));
}
