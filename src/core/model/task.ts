import * as z from 'zod';
import { assertBearable, FreeJson, JsonValue } from '../base/json.ts';
import { Actor } from './actor.ts';
import { Check, CheckSpec } from './check.ts';
import { DueDate } from './due.ts';
import { AgentName, KnownAgentName, NamedTime, RunId, TaskId, Timestamp } from './scalars.ts';
import { Priority, RiskLevel, TaskStatus } from './taskStatus.ts';
import { Budget } from './usage.ts';

/** The same task in another system. Unique over all tasks, findable. */
const ExternalRef = z.strictObject({ system: z.string().min(1).max(100), id: z.string().min(1).max(500) });
type ExternalRef = z.infer<typeof ExternalRef>;

/** A link that does not order work (dependencies do). */
export const Relation = z.strictObject({ kind: z.enum(['blocks', 'relates']), task: TaskId });
export type Relation = z.infer<typeof Relation>;

/** A record for people; what really lets an effect pass lives outside the workspace. */
export const Approval = z.strictObject({
  required: z.boolean(),
  state: z.enum(['pending', 'approved', 'rejected']),
  by: Actor.nullable(),
  note: z.string().max(4000).nullable(),
  at: Timestamp.nullable(),
});
export type Approval = z.infer<typeof Approval>;

/** The right to work on a task for a while. Reports with an older fence are refused. */
export const Lease = z.strictObject({
  holder: z.string().min(1).max(200),
  run: RunId,
  fence: z.number().int().positive(),
  expires: Timestamp,
});
export type Lease = z.infer<typeof Lease>;

const title = z.string().trim().min(1, 'a task needs a title').max(500);
const description = z.string().max(200_000);
const labels = z.array(z.string().min(1).max(100)).max(100);
const metadata = z.record(z.string().min(1).max(200), z.string().max(10_000));

/** What a person sees and edits on a card. Absent values are `null`, so that every door shows the same keys. */
const editable = {
  title,
  description,
  priority: Priority,
  labels,
  project: z.string().min(1).max(200).nullable(),
  payload: FreeJson.nullable(),
  metadata: metadata.superRefine(assertBearable),
  parent: TaskId.nullable(),
  dependsOn: z.array(TaskId).max(1000),
  relations: z.array(Relation).max(1000),
  agent: AgentName.nullable(),
  capabilities: labels,
  risk: RiskLevel,
  actionType: z.string().min(1).max(100).nullable(),
  weight: z.number().int().min(-1_000_000).max(1_000_000),
  externalRefs: z.array(ExternalRef).max(100),
  runAfter: NamedTime.nullable(),
  due: DueDate.nullable(),
  schedule: z.string().min(1).max(200).nullable(),
  budget: Budget,
  maxAttempts: z.number().int().min(1).max(50),
  eta: z.string().max(200).nullable(),
  chat: z.string().min(1).max(200).nullable(),
  /** Name of the workspace folder the task belongs to; `null` is the first. */
  root: z.string().min(1).max(500).nullable(),
};

/** A card: what is true now about one piece of work. */
export const Task = z.strictObject({
  id: TaskId,
  /** Short number within the workspace, shown as `#12`. */
  number: z.number().int().positive(),
  ...editable,
  /** What older versions kept may be deeper, larger, or named less tidily than what is taken today. */
  payload: JsonValue.nullable(),
  metadata,
  agent: KnownAgentName.nullable(),
  status: TaskStatus,
  /** Why it has this status, for people: "no check", "waits for an answer". */
  statusReason: z.string().max(2000).nullable(),
  /** Fractional index: order within its column. */
  rank: z.string().min(1).max(200),
  approval: Approval,
  /** May our own agents run it? False for what agents and programs propose, until a person accepts. */
  accepted: z.boolean(),
  checks: z.array(Check).max(50),
  attempts: z.number().int().nonnegative(),
  lease: Lease.nullable(),
  /** The highest fence ever given for this task. */
  fence: z.number().int().nonnegative(),
  /** Dependencies that are not done yet. */
  openDependencies: z.number().int().nonnegative(),
  /** Those of them that were canceled or failed: they do not become done by themselves. */
  lostDependencies: z.number().int().nonnegative(),
  progress: z.number().int().min(0).max(100),
  result: z.string().nullable(),
  error: z.string().nullable(),
  /** A note that opens the next prompt, written when changes were requested. */
  changeRequest: z.string().max(20_000).nullable(),
  /** The door it came through (`cli`, `tool`, `http`) and who made it. */
  source: z.strictObject({ door: z.string().min(1).max(50), actor: Actor }),
  /** Grows with every change of the store; orders changes for viewers. */
  revision: z.number().int().nonnegative(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  assignedAt: Timestamp.nullable(),
  queuedAt: Timestamp.nullable(),
  startedAt: Timestamp.nullable(),
  completedAt: Timestamp.nullable(),
  failedAt: Timestamp.nullable(),
});
export type Task = z.infer<typeof Task>;

/** What a new task may state; all but the title has a default. */
export const TaskDraft = z
  .strictObject({ ...editable, checks: z.array(CheckSpec).max(50), approvalRequired: z.boolean(), status: z.enum(['todo', 'queued']) })
  .partial()
  .required({ title: true });
export type TaskDraft = z.infer<typeof TaskDraft>;

/** A card that was deleted and can still be restored. */
export const DeletedTask = z.strictObject({ id: TaskId, number: z.number().int().positive(), title: z.string(), deletedAt: Timestamp });
export type DeletedTask = z.infer<typeof DeletedTask>;

/** A card that another one does not hold back any more, since that was deleted. */
export const FreedTask = Task.pick({ id: true, number: true, title: true, status: true });
export type FreedTask = z.infer<typeof FreedTask>;

/** Changed fields of a task. `checks` replaces the list; evidence of unchanged checks is kept. */
export const TaskChange = z.strictObject({ ...editable, checks: z.array(CheckSpec).max(50), progress: Task.shape.progress }).partial();
export type TaskChange = z.infer<typeof TaskChange>;

/** How a person or program names a task: its id or its short number. */
export const TaskRef = z.union([TaskId, z.number().int().positive()]);
export type TaskRef = z.infer<typeof TaskRef>;

export const Comment = z.strictObject({
  id: z.string(),
  task: TaskId,
  by: Actor,
  text: z.string().min(1).max(200_000),
  at: Timestamp,
});
export type Comment = z.infer<typeof Comment>;

/** A line of a task's history: what happened to it, by whom. */
export const TaskEvent = z.strictObject({
  seq: z.number().int().positive(),
  task: TaskId,
  at: Timestamp,
  actor: Actor,
  /** Noun-verb: `task-create`, `task-change`, `status-change`, `task-comment`. */
  type: z.string().min(1).max(50),
  /** One sentence for people. */
  message: z.string().max(4000),
});
export type TaskEvent = z.infer<typeof TaskEvent>;
