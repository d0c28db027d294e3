import * as z from 'zod';
import { Actor } from '../core/model/actor.ts';
import { Agent, AgentChange, AgentDraft } from '../core/model/agent.ts';
import { Artifact } from '../core/model/artifact.ts';
import { AuditRecord } from '../core/model/audit.ts';
import { Backup, BackupReason } from '../core/model/backup.ts';
import { Board as Columns } from '../core/model/board.ts';
import { BoardChanges } from '../core/model/boardCard.ts';
import { CheckResult, CheckSpec } from '../core/model/check.ts';
import { PersonRequest, RequestAnswer, RequestBody } from '../core/model/request.ts';
import { Run, RunFile, RunStatus } from '../core/model/run.ts';
import { RunEvent, RunEventBody } from '../core/model/runEvent.ts';
import { BlobHash, KnownAgentName, RunId, TaskId, Timestamp } from '../core/model/scalars.ts';
import { Comment, DeletedTask, FreedTask, Task, TaskChange, TaskDraft, TaskEvent, TaskRef } from '../core/model/task.ts';
import { Priority, TaskStatus } from '../core/model/taskStatus.ts';
import { TokenUsage } from '../core/model/usage.ts';

/** Operations of a task store as messages, for the store's thread and, over a socket, for other processes. */

const count = z.number().int().nonnegative();
const name = z.string().min(1).max(200);
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');
const Context = z.strictObject({ actor: Actor, at: Timestamp, operation: name.exactOptional(), settled: name.exactOptional() });
const MoveContext = Context.extend({ board: Columns.exactOptional() });
const Key = z.strictObject({ run: RunId, fence: count });
const Progress = z.strictObject({ usage: TokenUsage, cost: z.number().nonnegative().nullable(), steps: count });

const Query = z.strictObject({
  status: z.array(TaskStatus).exactOptional(),
  project: z.string().exactOptional(),
  agent: z.string().nullable().exactOptional(),
  priority: z.array(Priority).exactOptional(),
  label: z.string().exactOptional(),
  parent: TaskId.exactOptional(),
  dependsOn: TaskId.exactOptional(),
  chat: z.string().exactOptional(),
  metadata: z.strictObject({ key: z.string(), value: z.string() }).exactOptional(),
  changedBefore: Timestamp.exactOptional(),
  text: z.string().exactOptional(),
  order: z.enum(['board', 'number']).exactOptional(),
  limit: z.number().exactOptional(),
  cursor: z.string().exactOptional(),
});

const RunQuery = z.strictObject({
  task: TaskId.exactOptional(),
  status: z.array(RunStatus).exactOptional(),
  limit: z.number().exactOptional(),
  cursor: z.string().exactOptional(),
});

const Claim = z.strictObject({
  task: TaskId.exactOptional(),
  run: RunId,
  agent: KnownAgentName,
  holder: name,
  leaseUntil: Timestamp,
  simulated: z.boolean(),
  reason: z.string().exactOptional(),
});

const Outcome = z.strictObject({
  status: RunStatus.exclude(['running']),
  taskStatus: TaskStatus,
  statusReason: z.string().nullable(),
  progress: Progress,
  result: z.string().exactOptional(),
  error: z.string().exactOptional(),
  runAfter: Timestamp.exactOptional(),
});

const Accepting = z.strictObject({
  card: z.boolean().exactOptional(),
  approval: z.boolean().exactOptional(),
  checks: z.array(z.string()).exactOptional(),
  note: z.string().exactOptional(),
});

const RequestQuery = z.strictObject({ task: TaskId.exactOptional(), run: RunId.exactOptional(), open: z.boolean().exactOptional() });
const AuditQuery = z.strictObject({ entity: z.string().exactOptional(), limit: z.number().exactOptional() });
const Report = z.strictObject({ progress: Progress.exactOptional(), waiting: z.string().nullable().exactOptional() });
const events = z.array(z.strictObject({ at: Timestamp, body: RunEventBody }));

const nothing = z.null();
const maybe = <S extends z.ZodType>(schema: S): z.ZodNullable<S> => schema.nullable();
const pageOf = <S extends z.ZodType>(item: S) => z.strictObject({ items: z.array(item), cursor: z.string().nullable() });
const Claimed = z.strictObject({ task: Task, run: Run });
const operation = <A extends z.ZodType<readonly unknown[]>, R extends z.ZodType>(args: A, result: R): { args: A; result: R } => ({
  args,
  result,
});
/** A step that happens once however often it is asked for, when the context among its arguments names an operation id. */
const step = <A extends z.ZodType<readonly unknown[]>, R extends z.ZodType>(
  args: A,
  result: R,
  contextAt: number,
): { args: A; result: R; contextAt: number } => ({ args, result, contextAt });

/** What each operation takes and gives. `null` in a result stands for nothing. */
export const storeOperations = {
  createTask: step(z.tuple([TaskDraft, z.string(), MoveContext]), Task, 2),
  changeTask: step(z.tuple([TaskRef, TaskChange, Context, count.optional()]), Task, 2),
  moveTask: step(z.tuple([TaskRef, TaskStatus, z.string().nullable(), MoveContext]), Task, 3),
  revertTask: step(z.tuple([Task, Task, MoveContext]), Task, 2),
  rankTask: step(z.tuple([TaskRef, TaskId.nullable(), TaskId.nullable(), Context]), Task, 3),
  acceptTask: step(z.tuple([TaskRef, Accepting, Context]), Task, 2),
  deleteTask: step(z.tuple([TaskRef, Context]), z.array(FreedTask), 1),
  restoreTask: step(z.tuple([TaskRef, MoveContext]), Task, 1),
  listDeletedTasks: operation(z.tuple([]), z.array(DeletedTask)),
  recordCheck: step(
    z.tuple([
      z.union([Key, z.strictObject({ task: TaskId, spec: CheckSpec })]),
      z.strictObject({ check: z.string(), phase: z.enum(['baseline', 'latest']), result: CheckResult }),
      Context,
    ]),
    Task,
    2,
  ),
  addComment: step(z.tuple([TaskRef, z.string(), Context]), Comment, 2),
  addArtifact: step(z.tuple([Artifact.omit({ at: true }), Context]), Artifact, 1),
  findTask: operation(z.tuple([TaskRef]), maybe(Task)),
  findTaskByExternalRef: operation(z.tuple([z.string(), z.string()]), maybe(Task)),
  listTasks: operation(z.tuple([Query]), pageOf(Task)),
  readBoardBytes: operation(z.tuple([]), Bytes),
  readBoardSince: operation(z.tuple([count]), BoardChanges),
  countTasks: operation(z.tuple([]), z.record(TaskStatus, count)),
  listComments: operation(z.tuple([TaskId]), z.array(Comment)),
  listTaskEvents: operation(z.tuple([TaskId]), z.array(TaskEvent)),
  listArtifacts: operation(z.tuple([TaskId]), z.array(Artifact)),
  changesSince: operation(z.tuple([count]), z.strictObject({ revision: count, tasks: z.array(Task), deleted: z.array(TaskId) })),
  claimTask: step(z.tuple([Claim, Context]), maybe(Claimed), 1),
  resumeRun: step(z.tuple([RunId, name, Timestamp, Context]), Claimed, 3),
  renewLease: operation(z.tuple([Key, Timestamp]), z.strictObject({ cancelRequested: z.boolean() })),
  reportRun: step(z.tuple([Key, Report, Context]), nothing, 2),
  endRun: step(z.tuple([Key, Outcome, Context]), Task, 2),
  requestCancel: step(z.tuple([RunId, Context]), z.boolean(), 1),
  listHolders: operation(z.tuple([]), z.array(z.string())),
  recoverRuns: operation(z.tuple([Context, z.array(z.string())]), z.array(Run)),
  findRun: operation(z.tuple([RunId]), maybe(Run)),
  listRuns: operation(z.tuple([RunQuery]), pageOf(Run)),
  appendRunEvents: operation(z.tuple([Key, events, z.boolean(), count.optional()]), count),
  findLastSeq: operation(z.tuple([RunId]), count),
  readRunEvents: operation(z.tuple([RunId, z.number(), z.number().optional()]), z.array(RunEvent)),
  recordRunFile: operation(z.tuple([Key, RunFile]), nothing),
  listRunFiles: operation(z.tuple([RunId]), z.array(RunFile)),
  putBlob: operation(z.tuple([Bytes]), BlobHash),
  readBlob: operation(z.tuple([BlobHash]), maybe(Bytes)),
  openRequest: step(z.tuple([Key, name, RequestBody, Context]), PersonRequest, 3),
  answerRequest: step(z.tuple([name, RequestAnswer, Context]), PersonRequest, 2),
  listRequests: operation(z.tuple([RequestQuery]), z.array(PersonRequest)),
  createAgent: step(z.tuple([AgentDraft, Context]), Agent, 1),
  changeAgent: step(z.tuple([z.string(), AgentChange, Context]), Agent, 2),
  removeAgent: step(z.tuple([z.string(), Context]), nothing, 1),
  findAgent: operation(z.tuple([z.string()]), maybe(Agent)),
  listAgents: operation(z.tuple([]), z.array(Agent)),
  recordAudit: step(z.tuple([AuditRecord.omit({ seq: true, at: true, actor: true }), Context]), nothing, 1),
  listAudit: operation(z.tuple([AuditQuery]), z.array(AuditRecord)),
};

export type StoreOperation = keyof typeof storeOperations;

/** What is asked of the owner about the store as a whole. After the last two the store is opened anew. */
export const keeperOperations = {
  backUp: operation(z.tuple([BackupReason]), Backup),
  putBack: operation(z.tuple([]), nothing),
  restoreBackup: operation(z.tuple([Backup.shape.name]), nothing),
};

export type KeeperOperation = keyof typeof keeperOperations;

/** Where in an operation's arguments the context of its step is; `undefined` when asking twice does no harm. */
export function findContext(name: string): number | undefined {
  const found = Object.hasOwn(storeOperations, name) ? storeOperations[name as StoreOperation] : undefined;
  return found && 'contextAt' in found ? found.contextAt : undefined;
}

/** All that a store can be asked. */
export const allOperations = { ...storeOperations, ...keeperOperations };

export type StoreResult<K extends keyof typeof allOperations> = z.output<(typeof allOperations)[K]['result']>;

export const StoreRequest = z.strictObject({ id: count, operation: z.string(), args: z.array(z.unknown()) });
export type StoreRequest = z.infer<typeof StoreRequest>;

/** An error on its way to where it is shown: class and code survive, the rest is for the log. */
export const WireError = z.strictObject({ code: z.string().nullable(), message: z.string(), stack: z.string().nullable() });
export type WireError = z.infer<typeof WireError>;

const Change = z.strictObject({
  revision: count,
  tasks: z.array(TaskId),
  runs: z.array(RunId),
  others: z.boolean(),
  news: z.enum(['takeover', 'departure']).exactOptional(),
});

/** Why nothing can be written, and whether that is because the files went from under the owner. */
const standing = { readOnly: z.string().nullable(), displaced: z.boolean() };

/** What a store says: first `opened` or `failed`, then answers and changes, each change before the answer that caused it. */
export const StoreMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('opened'), storeId: z.string(), ...standing }),
  /** How the store stands now; a change that asks to look at everything follows. */
  z.strictObject({ type: z.literal('state'), ...standing }),
  z.strictObject({ type: z.literal('failed'), error: WireError }),
  /** Lists cross as one JSON text, blobs as bytes. */
  z.strictObject({ type: z.literal('answer'), id: count, result: z.union([z.string(), Bytes]) }),
  z.strictObject({ type: z.literal('refusal'), id: count, error: WireError }),
  z.strictObject({ type: z.literal('change'), change: Change }),
  /** What was read of files that may be hostile: cards of a store that was made elsewhere, or of a damaged one with its database made anew. */
  z.strictObject({ type: z.literal('foreign'), text: z.string(), image: Bytes.exactOptional() }),
  /** A sentence for people: something is wrong that does not stop the work. */
  z.strictObject({ type: z.literal('notice'), message: z.string() }),
]);
export type StoreMessage = z.infer<typeof StoreMessage>;
