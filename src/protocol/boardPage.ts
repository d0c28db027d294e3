import * as z from 'zod';
import { Board } from '../core/model/board.ts';
import { ServiceLevels } from '../core/model/due.ts';
import { BoardCard } from '../core/model/boardCard.ts';
import { KnownAgentName, RunId, TaskId } from '../core/model/scalars.ts';
import { TaskStatus } from '../core/model/taskStatus.ts';

const tasks = z.array(TaskId).min(1).max(100_000);
/** The page's own number for something it asked for; the answer carries it back. */
const ask = z.number().int().nonnegative();
const revision = z.number().int().nonnegative();
const cards = z.array(BoardCard);
const title = z.string().trim().min(1).max(500);

/** Commands of the editor that the board offers for cards, and for itself. Anything else from the page is refused. */
export const CardCommand = z.enum([
  'rota.runCard',
  'rota.stopRun',
  'rota.continueRun',
  'rota.acceptCard',
  'rota.runChecks',
  'rota.requestChanges',
  'rota.showRun',
  'rota.deleteCard',
  'rota.moveCard',
  'rota.setPriority',
  'rota.assignAgent',
  'rota.setLabels',
]);
export type CardCommand = z.infer<typeof CardCommand>;
export const BoardCommand = z.enum([
  'rota.runNext',
  'rota.startQueue',
  'rota.stopQueue',
  'rota.undoEdit',
  'rota.redoEdit',
  'rota.showLog',
  'rota.initialize',
  'rota.adoptBoard',
  'rota.putBack',
  'rota.restoreBackup',
  'rota.nextRequest',
  'workbench.action.files.openFolder',
  'workbench.trust.manage',
]);
export type BoardCommand = z.infer<typeof BoardCommand>;

/** What the board page may ask of the window. */
export const BoardRequest = z.discriminatedUnion('type', [
  /** The page knows nothing yet, or missed something. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('card-open'), task: TaskId }),
  z.strictObject({ type: z.literal('card-create'), ask, title, status: TaskStatus }),
  z.strictObject({ type: z.literal('card-rename'), ask, task: TaskId, title }),
  /** Cards, in their order, become `to` (`null`: keep their status) and stand between two others of the column. */
  z.strictObject({
    type: z.literal('cards-move'),
    ask,
    tasks,
    to: TaskStatus.nullable(),
    after: TaskId.nullable(),
    before: TaskId.nullable(),
  }),
  z.strictObject({ type: z.literal('cards-command'), command: CardCommand, tasks }),
  z.strictObject({ type: z.literal('board-command'), command: BoardCommand }),
  z.strictObject({ type: z.literal('board-file-open') }),
]);
export type BoardRequest = z.infer<typeof BoardRequest>;

/** What is true of the board beside its cards. */
export const BoardFacts = z.strictObject({
  density: z.enum(['comfortable', 'compact']),
  trusted: z.boolean(),
  /** Why nothing can be changed: who has the board. */
  readOnly: z.string().nullable(),
  /** Whether that is because its files are gone, so that it can be put back. */
  displaced: z.boolean(),
  /** What is wrong with `.rota/board.json`. */
  problem: z.string().nullable(),
  queueOn: z.boolean(),
  /** Runs that go on now, in this window or elsewhere. */
  running: z.array(RunId),
  /** Cards with a request that waits for a person. */
  asking: z.array(TaskId),
  /** Queued cards that somebody wants done, and why each does not start. */
  held: z.array(z.strictObject({ task: TaskId, reason: z.string() })),
  /** How long cards of a priority may take. */
  serviceLevels: ServiceLevels,
  agents: z.array(KnownAgentName),
  /** What the next undo and redo would take back or repeat; `null` when there is nothing. */
  undo: z.string().nullable(),
  redo: z.string().nullable(),
});
export type BoardFacts = z.infer<typeof BoardFacts>;

/** What the window tells the board page. A hidden page misses messages: one that finds a gap asks for all by `ready`. */
export const BoardUpdate = z.discriminatedUnion('type', [
  /** The first cards of all columns, in board order; `counts` says how many each column will have. Others follow as `board-more`. */
  z.strictObject({
    type: z.literal('board-snapshot'),
    revision,
    board: Board,
    counts: z.array(z.number().int().nonnegative()),
    cards,
    complete: z.boolean(),
  }),
  z.strictObject({ type: z.literal('board-more'), revision, cards, complete: z.boolean() }),
  z.strictObject({ type: z.literal('board-changes'), from: revision, revision, upserts: cards, removed: z.array(TaskId) }),
  z.strictObject({ type: z.literal('board-facts'), facts: BoardFacts }),
  z.strictObject({ type: z.literal('board-absent'), reason: z.enum(['no-folder', 'failed', 'gone', 'elsewhere']), message: z.string() }),
  /** What became of something the page asked for, after the changes it led to; `problem` is the refusal, for people. */
  z.strictObject({ type: z.literal('board-answer'), ask, problem: z.string().nullable(), task: TaskId.nullable() }),
  z.strictObject({ type: z.literal('card-reveal'), task: TaskId }),
]);
export type BoardUpdate = z.infer<typeof BoardUpdate>;
