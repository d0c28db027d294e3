import type { Actor } from '../model/actor.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task, TaskDraft } from '../model/task.ts';
import { pendingApproval, requiresApproval, riskOf } from './approvals.ts';
import { replaceChecks } from './checkList.ts';
import { tidyLabels } from './tidyLabels.ts';

/** What the store knows about a card that is being made. */
export interface NewTask {
  readonly id: TaskId;
  readonly number: number;
  readonly rank: string;
  readonly door: string;
  readonly by: Actor;
  readonly at: number;
}

/**
 * The first state of a card. Only a person's card is accepted from the start; its checks are too. The store counts dependencies and
 * sets the revision when it saves.
 */
export function taskOfDraft(draft: TaskDraft, made: NewTask): Task {
  const { by, at } = made;
  const actionType = draft.actionType ?? null;
  const risk = riskOf(draft.risk, actionType);
  const status = draft.status ?? 'todo';
  return {
    ...textOf(draft),
    ...planOf(draft),
    ...stateOf(status, at),
    id: made.id,
    number: made.number,
    rank: made.rank,
    risk,
    actionType,
    approval: pendingApproval(requiresApproval(risk, draft.approvalRequired, by)),
    accepted: by.kind === 'person',
    checks: replaceChecks([], draft.checks ?? [], by),
    source: { door: made.door, actor: by },
    createdAt: at,
    updatedAt: at,
    assignedAt: draft.agent ? at : null,
  };
}

type Filled<K extends keyof Task> = Pick<Task, K>;

function textOf(
  draft: TaskDraft,
): Filled<'title' | 'description' | 'labels' | 'project' | 'payload' | 'metadata' | 'externalRefs' | 'chat' | 'root'> {
  return {
    title: draft.title,
    description: draft.description ?? '',
    labels: tidyLabels(draft.labels ?? []),
    project: draft.project ?? null,
    payload: draft.payload ?? null,
    metadata: draft.metadata ?? {},
    externalRefs: draft.externalRefs ?? [],
    chat: draft.chat ?? null,
    root: draft.root ?? null,
  };
}

type PlanKey = 'priority' | 'parent' | 'dependsOn' | 'relations' | 'agent' | 'capabilities' | 'weight' | 'runAfter' | 'due';

function planOf(draft: TaskDraft): Filled<PlanKey | 'schedule' | 'budget' | 'maxAttempts' | 'eta'> {
  return {
    priority: draft.priority ?? 'P2',
    parent: draft.parent ?? null,
    dependsOn: [...new Set(draft.dependsOn)],
    relations: draft.relations ?? [],
    agent: draft.agent ?? null,
    capabilities: tidyLabels(draft.capabilities ?? []),
    weight: draft.weight ?? 0,
    runAfter: draft.runAfter ?? null,
    due: draft.due ?? null,
    schedule: draft.schedule ?? null,
    budget: draft.budget ?? {},
    maxAttempts: draft.maxAttempts ?? 3,
    eta: draft.eta ?? null,
  };
}

type StateKey =
  | 'status'
  | 'statusReason'
  | 'attempts'
  | 'lease'
  | 'fence'
  | 'openDependencies'
  | 'lostDependencies'
  | 'progress'
  | 'result'
  | 'error';
type TimeKey = 'queuedAt' | 'startedAt' | 'completedAt' | 'failedAt';

function stateOf(status: 'todo' | 'queued', at: number): Filled<StateKey | 'changeRequest' | 'revision' | TimeKey> {
  return {
    status,
    statusReason: null,
    attempts: 0,
    lease: null,
    fence: 0,
    openDependencies: 0,
    lostDependencies: 0,
    progress: 0,
    result: null,
    error: null,
    changeRequest: null,
    revision: 0,
    queuedAt: status === 'queued' ? at : null,
    startedAt: null,
    completedAt: null,
    failedAt: null,
  };
}
