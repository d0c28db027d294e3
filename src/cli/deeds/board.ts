import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { RunDetails, RunPage } from '../../core/actions/runActions.ts';
import { TaskPage } from '../../core/actions/taskActions.ts';
import { localZone } from '../../core/base/calendar.ts';
import { dueOf, type Due } from '../../core/model/due.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { Task } from '../../core/model/task.ts';
import { evidenceLines, failingOutput } from '../evidenceText.ts';
import { openRequests } from '../openRequests.ts';
import type { Session } from '../session.ts';
import type { Styles } from '../styles.ts';
import { dueText, nameTask, paintStatus, whyOf } from '../taskText.ts';
import { indent } from '../textLayout.ts';

/** Ended cards beyond these are counted, not shown. */
const MOST_IN_COLUMN = 50;

interface ShownCard {
  readonly task: Task;
  /** Files that runs of the card wrote. */
  readonly changed: readonly string[];
  readonly due: Due | null;
}

interface ShownColumn {
  readonly name: string;
  readonly count: number;
  readonly cards: readonly ShownCard[];
}

export async function board(session: Session): Promise<void> {
  const {
    board: { columns: definitions, sla },
  } = await session.look();
  const open = await openRequests(session);
  const reader = { now: Date.now(), zone: localZone };
  const columns: ShownColumn[] = [];
  for (const { name, statuses } of definitions) {
    const tasks = await listAll(session, statuses);
    const cards = await Promise.all(
      tasks
        .slice(0, MOST_IN_COLUMN)
        .map(async (task) => ({ task, changed: await changedFiles(session, task), due: dueOf(task, sla, reader) ?? null })),
    );
    columns.push({ name, count: tasks.length, cards });
  }
  await session.show({ columns }, (shown) =>
    shown.columns
      .map((column) => columnText(column, session.styles, open))
      .join('\n')
      .trimEnd(),
  );
}

async function listAll(session: Session, status: readonly string[]): Promise<Task[]> {
  const tasks: Task[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: z.output<typeof TaskPage> = await session.call('task.list', TaskPage, {
      status,
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    tasks.push(...page.items);
    cursor = page.cursor;
  }
  return tasks;
}

async function changedFiles(session: Session, task: Task): Promise<string[]> {
  if (task.attempts === 0) return [];
  const { items } = await session.call('run.list', RunPage, { task: task.id });
  const details = await Promise.all(items.map((run) => session.call('run.get', RunDetails, { run: run.id })));
  const files = details.flatMap(({ files: touched }) => touched).filter(({ access }) => access === 'write');
  return [...new Set(files.map(({ path }) => path))].sort();
}

function columnText({ name, count, cards }: ShownColumn, styles: Styles, open: ReadonlyMap<TaskId, unknown>): string {
  const heading = `${styles.bold(name)} ${styles.dim(String(count))}`;
  const more = count - cards.length;
  const texts = cards.map((card) => indent(cardText(card, styles, open), '  '));
  if (more > 0) texts.push(indent(l10n.t('… and {0} more', more), '  '));
  return [heading, ...texts].join('\n') + (texts.length === 0 ? '' : '\n');
}

function cardText({ task, changed, due }: ShownCard, styles: Styles, open: ReadonlyMap<TaskId, unknown>): string {
  const agent = task.agent === null ? '' : ` · ${task.agent}`;
  const lines = [`${nameTask(task)}  ${styles.dim(`${task.priority}${agent} ·`)} ${paintStatus(task.status, styles)}`];
  const why = whyOf(task, open);
  if (why !== '') lines.push(indent(styles.yellow(why), '   '));
  if (due?.overdue) lines.push(indent(styles.red(dueText(due)), '   '));
  lines.push(...evidenceLines(task.checks, styles).map((line) => indent(line, '   ')));
  lines.push(
    ...task.checks
      .map((check) => failingOutput(check, 8))
      .filter((text) => text !== '')
      .map((text) => indent(text, '     ')),
  );
  if (changed.length > 0) lines.push(`   ${styles.dim(l10n.t('changed {0}', changed.join(', ')))}`);
  return lines.join('\n');
}
