import * as z from 'zod';
import { ServiceLevels } from './due.ts';
import { TaskStatus } from './taskStatus.ts';

/** What a card needs before it may leave a column for one further on. */
export const ExitGuard = z.enum(['checks-passed', 'approved', 'dependencies-done']);
export type ExitGuard = z.infer<typeof ExitGuard>;

const Column = z.strictObject({
  name: z.string().trim().min(1).max(100),
  statuses: z.array(TaskStatus).min(1),
  /** What a card becomes that is dropped here. */
  drop: TaskStatus,
  /** Most cards that may be moved here by hand; absent is no limit. A run that takes or leaves a card is never held up by it. */
  limit: z.number().int().min(1).max(10_000).optional(),
  /** Holds for moves by hand to a column further on. */
  exitGuard: ExitGuard.optional(),
  /** `queue`: a card that a person moves here from another column is queued. */
  entryAction: z.enum(['queue']).optional(),
});

/** The columns of a board and its rules. Every status has its place exactly once. The rules can hold a move up, never allow one. */
export const Board = z
  .strictObject({ columns: z.array(Column).min(1).max(20), sla: ServiceLevels.optional() })
  .superRefine((board, context) => {
    const placed = board.columns.flatMap((column) => column.statuses);
    const missing = TaskStatus.options.filter((status) => !placed.includes(status));
    const repeated = TaskStatus.options.filter((status) => placed.indexOf(status) !== placed.lastIndexOf(status));
    if (missing.length > 0)
      context.addIssue({ code: 'custom', path: ['columns'], message: `no column has the status ${missing.join(', ')}` });
    if (repeated.length > 0)
      context.addIssue({ code: 'custom', path: ['columns'], message: `more than one column has the status ${repeated.join(', ')}` });
    for (const [index, column] of board.columns.entries()) {
      if (!column.statuses.includes(column.drop))
        context.addIssue({
          code: 'custom',
          path: ['columns', index, 'drop'],
          message: `"${column.drop}" is not a status of column "${column.name}"`,
        });
    }
  });
export type Board = z.infer<typeof Board>;

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
