import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import type { TaskDetails } from '../core/actions/taskActions.ts';
import type { Due } from '../core/model/due.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { Task } from '../core/model/task.ts';
import type { TaskStatus } from '../core/model/taskStatus.ts';
import { lostText } from '../core/rules/claiming.ts';
import { evidenceLines, failingOutput } from './evidenceText.ts';
import type { Styles } from './styles.ts';
import { cut, duration, indent, oneLine, table, widthOf } from './textLayout.ts';

/** Of what a red check wrote. */
const MOST_OUTPUT_LINES = 60;

/** `#3 Fix the parser`: how every message names a card. */
export function nameTask(task: Pick<Task, 'number' | 'title'>): string {
  return `#${task.number} ${oneLine(task.title)}`;
}

/** The status in the colour of what it asks of a person. */
export function paintStatus(status: TaskStatus, styles: Styles): string {
  const paints: Partial<Record<TaskStatus, (text: string) => string>> = {
    running: styles.cyan,
    waiting: styles.yellow,
    review: styles.yellow,
    done: styles.green,
    failed: styles.red,
    canceled: styles.dim,
  };
  return (paints[status] ?? ((text) => text))(status);
}

/** Why a card is where it is, or why it does not start yet; empty when there is nothing to say. `open`: what still waits for an answer. */
export function whyOf(task: Task, open?: ReadonlyMap<TaskId, unknown>): string {
  if (task.status === 'waiting' && open?.has(task.id) === false) return l10n.t('answered: `rota task execute {0}` goes on', task.number);
  if (task.statusReason !== null) return oneLine(task.statusReason);
  if (task.error !== null && task.status === 'failed') return oneLine(task.error);
  const ended = task.status === 'done' || task.status === 'canceled';
  if (task.lostDependencies > 0 && !ended) return lostText(task.lostDependencies);
  if (task.openDependencies > 0 && !ended)
    return task.openDependencies === 1 ? l10n.t('waits for another card') : l10n.t('waits for {0} other cards', task.openDependencies);
  if (!task.accepted && !ended) return l10n.t('proposed: `rota task accept {0}` lets it run', task.number);
  return '';
}

/** Cards as a table, one line each, cut to the width of the terminal. */
export function taskTable(
  tasks: readonly Task[],
  styles: Styles,
  columns: number | undefined,
  open?: ReadonlyMap<TaskId, unknown>,
): string {
  const rows = tasks.map((task) => [
    `#${task.number}`,
    paintStatus(task.status, styles),
    task.priority,
    task.agent ?? '-',
    oneLine(task.title),
  ]);
  const before = widthOf(
    table(rows.map((row) => [...row.slice(0, -1), '|']))
      .split('\n')
      .reduce((longest, line) => (line.length > longest.length ? line : longest), ''),
  );
  const room = columns === undefined ? Infinity : Math.max(20, columns - before);
  const cells = tasks.map((task, at) => [...(rows[at] ?? []).slice(0, -1), titleAndWhy(task, whyOf(task, open), styles, room)]);
  return table(cells);
}

function titleAndWhy(task: Task, why: string, styles: Styles, room: number): string {
  const title = cut(oneLine(task.title), room);
  const left = room - widthOf(title) - 2;
  return why === '' || left < 12 ? title : `${title}  ${styles.dim(cut(why, left))}`;
}

type ShownTask = z.output<typeof TaskDetails> & {
  readonly due: Due | undefined;
  /** The first of the cards that it depends on. */
  readonly needed: readonly Pick<Task, 'number' | 'status'>[];
};

/** One card with everything a person wants to know. */
export function describeTask(shown: ShownTask, styles: Styles, open: ReadonlyMap<TaskId, unknown>): string {
  const { task, comments, events, artifacts } = shown;
  const facts = factsOf(shown, styles, open).filter(([, value]) => value !== '');
  const parts = [styles.bold(nameTask(task)), table(facts.map(([name, value]) => [styles.dim(name), value]))];
  const section = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) parts.push(`${styles.bold(title)}\n${lines.map((line) => indent(line, '  ')).join('\n')}`);
  };
  section(l10n.t('Description'), task.description.trim() === '' ? [] : [task.description.trim()]);
  section(
    l10n.t('Checks'),
    task.checks.flatMap((check) =>
      [...evidenceLines([check], styles), indent(failingOutput(check, MOST_OUTPUT_LINES), '  ')].filter((text) => text !== ''),
    ),
  );
  section(l10n.t('Result'), task.result === null ? [] : [task.result.trim()]);
  section(l10n.t('Error'), task.error === null ? [] : [task.error]);
  section(
    l10n.t('Artifacts'),
    artifacts.map(({ name, size }) => `${name} (${size} B)`),
  );
  section(
    l10n.t('Comments'),
    comments.map(({ by, at, text }) => `${styles.dim(`${timeOf(at)} ${by.name}`)}\n${text}`),
  );
  section(
    l10n.t('History'),
    events.map(({ at, actor, message }) => `${styles.dim(timeOf(at))}  ${message} ${styles.dim(`(${actor.name})`)}`),
  );
  return parts.join('\n\n');
}

/** What fits on a line each, with its name; empty where the card says nothing. */
function factsOf({ task, due, needed }: ShownTask, styles: Styles, open: ReadonlyMap<TaskId, unknown>): [string, string][] {
  return [
    [l10n.t('status'), [paintStatus(task.status, styles), whyOf(task, open)].filter((part) => part !== '').join(', ')],
    [l10n.t('priority'), task.priority],
    [l10n.t('agent'), task.agent ?? l10n.t('the best free one')],
    [l10n.t('project'), task.project ?? ''],
    [l10n.t('labels'), task.labels.join(', ')],
    [l10n.t('depends on'), neededText(task, needed, styles)],
    [l10n.t('progress'), task.progress > 0 ? `${task.progress} %` : ''],
    [l10n.t('risk'), riskText(task)],
    [l10n.t('links'), task.relations.map(({ kind, task: other }) => `${kind} ${other}`).join(', ')],
    [l10n.t('estimate'), task.eta ?? ''],
    [l10n.t('start to end'), task.startedAt === null || task.completedAt === null ? '' : duration(task.completedAt - task.startedAt)],
    [l10n.t('due'), due ? dueText(due) : ''],
    [l10n.t('not before'), task.runAfter === null ? '' : minuteOf(task.runAfter)],
    [
      l10n.t('budget'),
      Object.entries(task.budget)
        .map(([limit, value]) => `${limit} ${value}`)
        .join(', '),
    ],
    [l10n.t('attempts'), task.attempts > 0 ? `${task.attempts} of ${task.maxAttempts}` : ''],
    [l10n.t('elsewhere'), task.externalRefs.map(({ system, id }) => `${system} ${id}`).join(', ')],
    [
      l10n.t('metadata'),
      Object.entries(task.metadata)
        .map(([key, value]) => `${key}=${oneLine(value)}`)
        .join(', '),
    ],
    [l10n.t('payload'), task.payload === null ? '' : JSON.stringify(task.payload)],
    [l10n.t('id'), styles.dim(task.id)],
  ];
}

function neededText(task: Task, needed: ShownTask['needed'], styles: Styles): string {
  const names = needed.map(({ number, status }) => `#${number} ${paintStatus(status, styles)}`);
  const more = task.dependsOn.length - needed.length;
  return [...names, ...(more > 0 ? [l10n.t('and {0} more', more)] : [])].join(', ');
}

/** When a card is due, and whether that is over. */
export function dueText({ at, day, fromPriority, overdue }: Due): string {
  const text = day ?? minuteOf(at);
  return [overdue ? l10n.t('overdue since {0}', text) : text, fromPriority ? l10n.t('from its priority') : '']
    .filter((part) => part !== '')
    .join(', ');
}

function riskText({ risk, actionType, approval }: Task): string {
  if (risk === 'low' && actionType === null && !approval.required) return '';
  const given =
    approval.by === null
      ? approval.state
      : `${approval.state}: ${[approval.by.name, approval.note].filter((part) => part !== null).join(', ')}`;
  return [risk, actionType, approval.required ? l10n.t('approval {0}', given) : l10n.t('no approval needed')]
    .filter((part) => part !== null)
    .join(', ');
}

/** Local time to the second, sortable. */
export function timeOf(at: number): string {
  return new Date(at).toLocaleString('sv-SE');
}

function minuteOf(at: number): string {
  return timeOf(at).slice(0, 16);
}
