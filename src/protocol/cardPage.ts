import * as z from 'zod';
import { Artifact } from '../core/model/artifact.ts';
import { CheckSpec } from '../core/model/check.ts';
import { ServiceLevels } from '../core/model/due.ts';
import { PersonRequest } from '../core/model/request.ts';
import { Run } from '../core/model/run.ts';
import { RunId, TaskId } from '../core/model/scalars.ts';
import { Comment, Task, TaskChange, TaskEvent } from '../core/model/task.ts';
import { TaskStatus } from '../core/model/taskStatus.ts';
import { LinkRequest } from './links.ts';

/** Names a write of the page, so that its answer finds the field that asked. */
const write = z.number().int().positive();

/** Commands that the page offers for its card. The window calls them with the card: the page names no other. */
export const CardCommand = z.enum([
  'rota.runCard',
  'rota.stopRun',
  'rota.continueRun',
  'rota.cancelCard',
  'rota.undoRun',
  'rota.showRun',
  'rota.acceptCard',
  'rota.runChecks',
  'rota.requestChanges',
  'rota.deleteCard',
  'rota.openBoard',
  'rota.addAgent',
  'rota.undoEdit',
  'rota.redoEdit',
]);
export type CardCommand = z.infer<typeof CardCommand>;

/** What a card's page may ask of the window. Everything with a `write` is answered by a `write-answer`. */
export const CardRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  /** `base` are the values that the same fields had when the person began: what is saved over anything else would be lost. */
  z.strictObject({ type: z.literal('card-edit'), write, revision: z.number().int(), change: TaskChange, base: TaskChange }),
  z.strictObject({ type: z.literal('card-move'), write, to: TaskStatus }),
  /** The text that the person saw: another one under the same id is not accepted. */
  z.strictObject({ type: z.literal('check-accept'), write, check: z.string(), spec: CheckSpec }),
  z.strictObject({ type: z.literal('comment-add'), write, text: z.string().min(1).max(20_000) }),
  z.strictObject({ type: z.literal('card-command'), command: CardCommand }),
  z.strictObject({ type: z.literal('card-open'), task: TaskId }),
  z.strictObject({ type: z.literal('run-open'), run: RunId }),
  z.strictObject({ type: z.literal('request-open'), request: z.string() }),
  z.strictObject({ type: z.literal('artifact-open'), artifact: z.string() }),
  z.strictObject({ type: z.literal('artifact-save'), artifact: z.string() }),
  z.strictObject({ type: z.literal('card-search'), search: z.number().int(), text: z.string().max(200) }),
  ...LinkRequest.options,
]);
export type CardRequest = z.infer<typeof CardRequest>;

/** Another card, as far as this page names it. */
export const LinkedCard = Task.pick({ id: true, number: true, title: true, status: true });
export type LinkedCard = z.infer<typeof LinkedCard>;

/** All that a card's page shows. Texts of runs and others are filtered and capped; what a person edits is whole and as stored. */
export const CardView = z.strictObject({
  task: Task,
  comments: z.array(Comment),
  /** The newest first. */
  events: z.array(TaskEvent),
  artifacts: z.array(Artifact),
  /** The newest first. */
  runs: z.array(Run),
  /** Accepted checks, by id, that have not been run since the last run began. */
  notRun: z.array(z.string()),
  /** What waits for a person's answer. */
  requests: z.array(
    PersonRequest.pick({ id: true, at: true }).extend({ kind: z.enum(['approval', 'question', 'limit', 'interrupted']), text: z.string() }),
  ),
  /** Statuses that a person may give it now. */
  moves: z.array(TaskStatus),
  /** Why it does not start, or would not if it were queued, in words. */
  blockers: z.array(z.string()),
  /** How long cards of a priority may take. When this one is due the page says: a day ends where its reader is. */
  serviceLevels: ServiceLevels,
  /** Every card that this one names, those that wait for it, and its subtasks. */
  linked: z.array(LinkedCard),
  subtasks: z.array(TaskId),
  dependents: z.array(TaskId),
  agents: z.array(z.string()),
  roots: z.array(z.string()),
  labels: z.array(z.string()),
  projects: z.array(z.string()),
  /** Checks that the workspace suggests and the card does not have. */
  guesses: z.array(CheckSpec),
  /** Why nothing can be changed; `null` when it can. */
  readOnly: z.string().nullable(),
});
export type CardView = z.infer<typeof CardView>;

/** What the window tells a card's page. Always the whole card: a hidden page misses messages, a snapshot forgives that. */
export const CardUpdate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('card'), view: CardView }),
  z.strictObject({ type: z.literal('card-gone'), message: z.string() }),
  /** After the snapshot that shows it. `conflict`: somebody else changed the same field; nothing was saved. */
  z.strictObject({ type: z.literal('write-answer'), write, outcome: z.enum(['saved', 'conflict', 'refused']), message: z.string() }),
  z.strictObject({ type: z.literal('cards-found'), search: z.number().int(), cards: z.array(LinkedCard) }),
]);
export type CardUpdate = z.infer<typeof CardUpdate>;

/** A field that was being typed in when the page was hidden or reloaded. */
const KeptDraft = z.object({ text: z.string(), baseText: z.string() });

/** What a card's page keeps over reloads. */
export const CardPageState = z.object({
  task: TaskId,
  drafts: z.record(z.string(), KeptDraft).catch({}).default({}),
  /** A comment that is not added yet. */
  comment: z.string().catch('').default(''),
  open: z.array(z.string()).catch([]).default([]),
});
export type CardPageState = z.infer<typeof CardPageState>;
