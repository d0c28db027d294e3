import type { Event } from '../base/event.ts';
import type { Actor } from '../model/actor.ts';
import type { Agent, AgentChange, AgentDraft } from '../model/agent.ts';
import type { Artifact } from '../model/artifact.ts';
import type { AuditRecord } from '../model/audit.ts';
import type { Board as Columns } from '../model/board.ts';
import type { Board, BoardChanges } from '../model/boardCard.ts';
import type { CheckResult, CheckSpec } from '../model/check.ts';
import type { PersonRequest, RequestAnswer, RequestBody } from '../model/request.ts';
import type { Run, RunFile, RunStatus } from '../model/run.ts';
import type { RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { BlobHash, RunId, TaskId } from '../model/scalars.ts';
import type { Comment, DeletedTask, FreedTask, Task, TaskChange, TaskDraft, TaskEvent, TaskRef } from '../model/task.ts';
import type { Priority, TaskStatus } from '../model/taskStatus.ts';
import type { TokenUsage } from '../model/usage.ts';

/** Who writes, when, and under which operation. Repeating an operation id answers the first outcome and changes nothing. */
export interface WriteContext {
  readonly actor: Actor;
  readonly at: number;
  readonly operation?: string;
  /** Operation ids of the same maker that sort before this one are answered: they never come again and need not be remembered. */
  readonly settled?: string;
}

/** A step by hand on a board whose rules hold: limits, and for moves exit guards. Without a board only the transition table does. */
export interface MoveContext extends WriteContext {
  readonly board?: Columns;
}

export interface TaskQuery {
  readonly status?: readonly TaskStatus[];
  readonly project?: string;
  /** `null`: unassigned. */
  readonly agent?: string | null;
  readonly priority?: readonly Priority[];
  readonly label?: string;
  readonly parent?: TaskId;
  /** Tasks that wait for this one. */
  readonly dependsOn?: TaskId;
  /** Made in this chat. */
  readonly chat?: string;
  readonly metadata?: { readonly key: string; readonly value: string };
  /** Last changed before this time. */
  readonly changedBefore?: number;
  /** Every word must occur in title, description or labels. */
  readonly text?: string;
  readonly order?: 'board' | 'number';
  readonly limit?: number;
  /** From the previous page. */
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: T[];
  /** `null`: that was all. */
  readonly cursor: string | null;
}

export interface ClaimRequest {
  /** One task; absent: the first claimable in order of priority, weight, rank, number. */
  readonly task?: TaskId;
  readonly run: RunId;
  readonly agent: string;
  readonly holder: string;
  readonly leaseUntil: number;
  readonly simulated: boolean;
  /** Why this agent was chosen, for the card's history. */
  readonly reason?: string;
}

/** The holder's proof for every report about a run. A stale fence is refused with code `conflict`. */
export interface RunKey {
  readonly run: RunId;
  readonly fence: number;
}

/** A check that was run without an agent, in these words. */
export interface CheckedByHand {
  readonly task: TaskId;
  readonly spec: CheckSpec;
}

/** What a run has used so far. */
export interface RunProgress {
  readonly usage: TokenUsage;
  readonly cost: number | null;
  readonly steps: number;
}

/** How a run ends or pauses, with what becomes of its task, in one step. */
export interface RunOutcome {
  readonly status: Exclude<RunStatus, 'running'>;
  readonly taskStatus: TaskStatus;
  readonly statusReason: string | null;
  readonly progress: RunProgress;
  /** The final text: the card's result and a comment by its agent. */
  readonly result?: string;
  readonly error?: string;
  /** Earliest time of the next attempt, when the task goes back to the queue. */
  readonly runAfter?: number;
}

export interface StoreChange {
  readonly revision: number;
  readonly tasks: readonly TaskId[];
  readonly runs: readonly RunId[];
  /** True when requests, agents, comments or others may differ. */
  readonly others: boolean;
  /**
   * What happened among the processes that share the store. `takeover`: another one writes it now, and changes may have been missed, so
   * a listener looks at all that it follows. `departure`: one of them is gone, and with it whoever held its runs.
   */
  readonly news?: 'takeover' | 'departure';
}

/**
 * All cards, runs and records of one workspace. Every write is one whole domain step: it has happened completely and durably when
 * its promise resolves, or not at all. Refusals are `UserError`s: unknown thing `not-found`, forbidden move `refused` (the message
 * names both states), stale fence or revision `conflict`, no writes possible `read-only`. Listeners see the new state.
 */
export interface TaskStore {
  /** Random id of this store. */
  readonly storeId: string;
  /** Set when nothing can be written from here, with the reason for people. Another process that has the store open is no such reason. */
  readonly readOnly: string | undefined;
  readonly onDidChange: Event<StoreChange>;

  createTask(draft: TaskDraft, door: string, context: MoveContext): Promise<Task>;
  changeTask(task: TaskRef, change: TaskChange, context: WriteContext, expectedRevision?: number): Promise<Task>;
  /** By hand: moves that need no run. `note` becomes the change request when the move leaves review for the queue. */
  moveTask(task: TaskRef, to: TaskStatus, note: string | null, context: MoveContext): Promise<Task>;
  /**
   * Takes an edit back: the fields in which `before` and `after` differ become what they were before. Refused with `conflict` when one
   * of them is not any more what the edit left; other fields keep what anybody wrote since. Only for people.
   */
  revertTask(before: Task, after: Task, context: MoveContext): Promise<Task>;
  /** Places a card between two others of its column. */
  rankTask(task: TaskRef, after: TaskId | null, before: TaskId | null, context: WriteContext): Promise<Task>;
  /** A person accepts what was proposed: the card itself, its risk approval, or proposed checks. */
  acceptTask(
    task: TaskRef,
    what: { card?: boolean; approval?: boolean; checks?: readonly string[]; note?: string },
    context: WriteContext,
  ): Promise<Task>;
  /** Takes the card off the board with all that hangs off it. It is kept for 30 days. Answers the cards that waited for it and no longer do. */
  deleteTask(task: TaskRef, context: WriteContext): Promise<FreedTask[]>;
  /**
   * Brings a deleted card back whole: fields, comments, history, artifacts, runs, requests, and its links in both directions. What no
   * longer fits (a card that is gone, a circle, a taken external reference) is left out; the card's history says what.
   */
  restoreTask(task: TaskRef, context: MoveContext): Promise<Task>;
  /** What can be restored, the last deleted first. */
  listDeletedTasks(): Promise<DeletedTask[]>;
  /** Puts what a check found on its card: by the run that holds it, or by hand while none does, and only if the check is still this one. */
  recordCheck(
    by: RunKey | CheckedByHand,
    evidence: { check: string; phase: 'baseline' | 'latest'; result: CheckResult },
    context: WriteContext,
  ): Promise<Task>;
  addComment(task: TaskRef, text: string, context: WriteContext): Promise<Comment>;
  addArtifact(artifact: Omit<Artifact, 'at'>, context: WriteContext): Promise<Artifact>;

  findTask(task: TaskRef): Promise<Task | undefined>;
  findTaskByExternalRef(system: string, id: string): Promise<Task | undefined>;
  listTasks(query: TaskQuery): Promise<Page<Task>>;
  /** Every card in its short form, in board order. */
  readBoard(): Promise<Board>;
  /** The cards that changed after a revision, in board order, and ids of those deleted: for a view that has the rest already. */
  readBoardSince(revision: number): Promise<BoardChanges>;
  countTasks(): Promise<Record<TaskStatus, number>>;
  listComments(task: TaskId): Promise<Comment[]>;
  listTaskEvents(task: TaskId): Promise<TaskEvent[]>;
  listArtifacts(task: TaskId): Promise<Artifact[]>;
  /** Tasks changed after a revision, and ids of those deleted. */
  changesSince(revision: number): Promise<{ revision: number; tasks: Task[]; deleted: TaskId[] }>;

  /** Takes a queued task that may start now, opens its run and gives the lease. `undefined` when none may. */
  claimTask(claim: ClaimRequest, context: WriteContext): Promise<{ task: Task; run: Run } | undefined>;
  /** Takes up a waiting or interrupted run again, under a new fence. */
  resumeRun(run: RunId, holder: string, leaseUntil: number, context: WriteContext): Promise<{ task: Task; run: Run }>;
  renewLease(key: RunKey, until: number): Promise<{ cancelRequested: boolean }>;
  /** While a run goes on: what it used, and whether it waits for a person. */
  reportRun(key: RunKey, report: { progress?: RunProgress; waiting?: string | null }, context: WriteContext): Promise<void>;
  endRun(key: RunKey, outcome: RunOutcome, context: WriteContext): Promise<Task>;
  /** Marks the run; its holder stops within moments. Answers false when it has ended already. */
  requestCancel(run: RunId, context: WriteContext): Promise<boolean>;
  /** Runs whose lease ran out (or whose holder is gone) become `interrupted`; their tasks go back or wait (DESIGN 6, Resume). */
  recoverRuns(context: WriteContext, isGone?: (holder: string) => boolean): Promise<Run[]>;

  findRun(run: RunId): Promise<Run | undefined>;
  listRuns(query: { task?: TaskId; status?: readonly RunStatus[]; limit?: number; cursor?: string }): Promise<Page<Run>>;
  /**
   * Appends to the run's log and answers the `seq` of the first event; the others follow without gaps.
   * With `durable` it resolves when all that was appended so far is on disk.
   */
  appendRunEvents(key: RunKey, events: readonly { at: number; body: RunEventBody }[], durable: boolean): Promise<number>;
  readRunEvents(run: RunId, after: number, limit?: number): Promise<RunEvent[]>;

  recordRunFile(key: RunKey, file: RunFile): Promise<void>;
  listRunFiles(run: RunId): Promise<RunFile[]>;
  /** Keeps bytes durably under their hash. */
  putBlob(bytes: Uint8Array): Promise<BlobHash>;
  readBlob(hash: BlobHash): Promise<Uint8Array | undefined>;

  openRequest(key: RunKey, id: string, body: RequestBody, context: WriteContext): Promise<PersonRequest>;
  /** The first answer counts; a second is refused with `conflict`. */
  answerRequest(id: string, answer: RequestAnswer, context: WriteContext): Promise<PersonRequest>;
  listRequests(query: { task?: TaskId; run?: RunId; open?: boolean }): Promise<PersonRequest[]>;

  createAgent(draft: AgentDraft, context: WriteContext): Promise<Agent>;
  changeAgent(name: string, change: AgentChange, context: WriteContext): Promise<Agent>;
  removeAgent(name: string, context: WriteContext): Promise<void>;
  findAgent(name: string): Promise<Agent | undefined>;
  listAgents(): Promise<Agent[]>;

  recordAudit(record: Omit<AuditRecord, 'seq' | 'at' | 'actor'>, context: WriteContext): Promise<void>;
  listAudit(query: { entity?: string; limit?: number }): Promise<AuditRecord[]>;

  /** Resolves when all that was written is on disk and the owner lock is free. */
  close(): Promise<void>;
}

/** What can be asked about cards and runs. */
export type TaskReads = Pick<
  TaskStore,
  | 'findTask'
  | 'findTaskByExternalRef'
  | 'listTasks'
  | 'countTasks'
  | 'listDeletedTasks'
  | 'listComments'
  | 'listTaskEvents'
  | 'listArtifacts'
  | 'findRun'
  | 'listRuns'
  | 'readRunEvents'
  | 'listRunFiles'
  | 'listRequests'
  | 'listAudit'
>;
