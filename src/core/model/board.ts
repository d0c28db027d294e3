import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { nameKey, tidyName } from '../base/names.ts';
import { ServiceLevels } from './due.ts';
import { TaskStatus } from './taskStatus.ts';

/** What a card needs before it may leave a column for one further on. */
export const ExitGuard = z.enum(['checks-passed', 'approved', 'dependencies-done']);
export type ExitGuard = z.infer<typeof ExitGuard>;

// The descriptions are shown by the editor to whoever writes `.rota/board.json`.
const Column = z.strictObject({
  name: z.string().overwrite(tidyName).min(1).max(100).describe('What people read above the column. Each name occurs once.'),
  statuses: z.array(TaskStatus).min(1).describe('The statuses whose cards stand here. Every status stands in exactly one column.'),
  drop: TaskStatus.describe('What a card becomes that is dropped here: one of the statuses of the column.'),
  /** A run that takes or leaves a card is never held up by it. Absent is no limit. */
  limit: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('Most cards that people and programs may bring here. Runs are never held up by it.'),
  exitGuard: ExitGuard.optional().describe('What a card needs before it is moved by hand to a column further on.'),
  /** `queue`: a card that a person moves here from another column is queued. */
  entryAction: z.enum(['queue']).optional().describe('queue: a card that a person moves here from another column is queued.'),
});

const layout = {
  columns: z.array(Column).min(1).max(20).describe('The columns, from left to right.'),
  sla: ServiceLevels.optional().describe(
    'How long a card of each priority may take, such as "4h", "2d" or "1w". Shown only; it sorts nothing.',
  ),
};

/** What people write in `.rota/board.json`. */
export const BoardText = z
  .strictObject({ $schema: z.string().optional().describe('Where an editor finds a schema. Rota does not read it.'), ...layout })
  .superRefine(assertLayout);

/** The columns of a board and its rules. Every status has its place exactly once. The rules can hold a move up, never allow one. */
export const Board = z
  .strictObject({
    ...layout,
    /** Why nobody knows the rules, when their file cannot be read and never could: until it can, no card is moved by hand to another column. */
    unknownRules: z.string().optional(),
  })
  .superRefine(assertLayout);
export type Board = z.infer<typeof Board>;

function assertLayout({ columns }: Pick<Board, 'columns'>, context: z.RefinementCtx): void {
  const placed = columns.flatMap((column) => column.statuses);
  const missing = TaskStatus.options.filter((status) => !placed.includes(status));
  const repeated = TaskStatus.options.filter((status) => placed.indexOf(status) !== placed.lastIndexOf(status));
  const say = (message: string, ...path: (string | number)[]): void =>
    context.addIssue({ code: 'custom', path: ['columns', ...path], message });
  if (missing.length > 0) say(l10n.t('no column has the status {0}', missing.join(', ')));
  if (repeated.length > 0) say(l10n.t('more than one column has the status {0}', repeated.join(', ')));
  for (const [index, { name, statuses, drop }] of columns.entries()) {
    if (!statuses.includes(drop)) say(l10n.t('"{0}" is not a status of column "{1}"', drop, name), index, 'drop');
    const same = columns.slice(0, index).find((other) => nameKey(other.name) === nameKey(name));
    if (same) say(l10n.t('there is a column "{0}" already', same.name), index, 'name');
  }
}

/** Named as the statuses are named everywhere else (`statusNames`). */
export const defaultBoard: Board = {
  columns: [
    { name: 'To do', statuses: ['todo'], drop: 'todo' },
    { name: 'Queued', statuses: ['queued'], drop: 'queued' },
    { name: 'In progress', statuses: ['running', 'waiting'], drop: 'running' },
    { name: 'In review', statuses: ['review'], drop: 'review' },
    { name: 'Done', statuses: ['done', 'failed', 'canceled'], drop: 'done' },
  ],
};
