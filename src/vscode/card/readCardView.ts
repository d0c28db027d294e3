import * as l10n from '@vscode/l10n';
import { checkTitle, type Check, type CheckResult, type CheckSpec } from '../../core/model/check.ts';
import type { ServiceLevels } from '../../core/model/due.ts';
import type { PersonRequest } from '../../core/model/request.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { Task } from '../../core/model/task.ts';
import { checksNotRun } from '../../core/rules/checkEvidence.ts';
import { claimBlockers } from '../../core/rules/claiming.ts';
import { nextStatuses } from '../../core/rules/transitions.ts';
import type { TextFilter } from '../../core/runs/textFilter.ts';
import type { TaskStore } from '../../core/store/taskStore.ts';
import type { CardView, LinkedCard } from '../../protocol/cardPage.ts';

/** What the window knows besides the store. */
export interface CardSurroundings {
  readonly store: TaskStore;
  /** Fits text for views; what a person edits is not passed through it. */
  readonly filter: TextFilter;
  /** Short forms of all cards, in board order. */
  readonly cards: ReadonlyMap<TaskId, LinkedCard & Pick<Task, 'parent' | 'labels' | 'project'>>;
  readonly roots: readonly string[];
  readonly guesses: readonly CheckSpec[];
  readonly now: number;
  readonly serviceLevels?: ServiceLevels | undefined;
  /** Why the card does not start although somebody wants it done. */
  readonly whyNot?: readonly string[];
  /** Nobody has ordered the queued card yet, neither by itself nor with the queue. */
  readonly unordered?: boolean;
}

/** Characters of a text that is only read; more stays in the store. */
const LONGEST = 20_000;
const MOST = { comments: 200, events: 200, runs: 100, suggestions: 200 };

/** All that a card's page shows; `undefined` when the card is gone. */
export async function readCardView(id: TaskId, around: CardSurroundings): Promise<CardView | undefined> {
  const { store, filter, cards } = around;
  const task = await store.findTask(id);
  if (!task) return undefined;
  const [comments, events, artifacts, runs, requests, agents, dependents] = await Promise.all([
    store.listComments(id),
    store.listTaskEvents(id),
    store.listArtifacts(id),
    store.listRuns({ task: id, limit: MOST.runs }),
    store.listRequests({ task: id, open: true }),
    store.listAgents(),
    store.listTasks({ dependsOn: id }),
  ]);
  const shown = (text: string): string => capped(filter(text));
  const all = [...cards.values()];
  const subtasks = all.filter(({ parent }) => parent === id).map((card) => card.id);
  const waiting = dependents.items.map((dependent) => dependent.id);
  return {
    task: shownTask(task, shown),
    comments: comments.slice(-MOST.comments).map((comment) => ({ ...comment, text: shown(comment.text) })),
    events: events
      .slice(-MOST.events)
      .reverse()
      .map((event) => ({ ...event, message: shown(event.message) })),
    artifacts: artifacts.map((artifact) => ({ ...artifact, name: filter(artifact.name) })),
    runs: runs.items.map((run) => ({ ...run, error: run.error === null ? null : shown(run.error) })),
    notRun: checksNotRun(task.checks, runs.items[0]).map((check) => check.id),
    requests: requests.map(({ id: request, at, body }) => ({ id: request, at, kind: body.kind, text: shown(requestText(body)) })),
    moves: nextStatuses(task.status),
    blockers: blockersOf(task, around),
    serviceLevels: around.serviceLevels ?? {},
    linked: linkedCards(task, [...subtasks, ...waiting], cards),
    subtasks,
    dependents: waiting,
    agents: agents.map(({ name }) => name),
    roots: [...around.roots],
    labels: distinct(all.flatMap(({ labels }) => labels)),
    projects: distinct(all.flatMap(({ project }) => (project === null ? [] : [project]))),
    guesses: around.guesses.filter((guess) => !task.checks.some(({ spec }) => checkTitle(spec) === checkTitle(guess))),
    readOnly: store.readOnly ?? null,
  };
}

/** What people edit stays as it is stored; what runs reported is fitted for the view. */
function shownTask(task: Task, shown: (text: string) => string): Task {
  const maybe = (text: string | null): string | null => (text === null ? null : shown(text));
  const evidence = (result: CheckResult | null): CheckResult | null =>
    result && { ...result, summary: shown(result.summary), output: shown(result.output) };
  return {
    ...task,
    statusReason: maybe(task.statusReason)?.slice(0, 2000) ?? null,
    result: maybe(task.result),
    error: maybe(task.error),
    changeRequest: maybe(task.changeRequest)?.slice(0, 20_000) ?? null,
    checks: task.checks.map((check): Check => ({ ...check, baseline: evidence(check.baseline), latest: evidence(check.latest) })),
  };
}

/** Said of a card that could be run: what would keep it from starting. */
function blockersOf(task: Task, { cards, now, whyNot = [], unordered = false }: CardSurroundings): string[] {
  if (task.status !== 'queued' && task.status !== 'todo') return [];
  const open = task.dependsOn.flatMap((id) => cards.get(id) ?? []).filter(({ status }) => status !== 'done');
  const blockers = claimBlockers({ ...task, status: 'queued' }, now, open);
  if (task.status === 'todo') return blockers;
  const reasons = [...new Set([...blockers, ...whyNot])];
  return reasons.length === 0 && unordered ? [l10n.t('the queue is off')] : reasons;
}

function linkedCards(task: Task, others: readonly TaskId[], cards: CardSurroundings['cards']): LinkedCard[] {
  const ids = new Set([
    ...task.dependsOn,
    ...task.relations.map((relation) => relation.task),
    ...(task.parent === null ? [] : [task.parent]),
    ...others,
  ]);
  return [...ids].flatMap((id) => cards.get(id) ?? []).map(linkedCard);
}

/** A card as other cards name it. */
export function linkedCard({ id, number, title, status }: LinkedCard): LinkedCard {
  return { id, number, title, status };
}

function requestText(body: PersonRequest['body']): string {
  switch (body.kind) {
    case 'approval':
      return body.summary;
    case 'question':
      return body.question;
    case 'limit':
    case 'interrupted':
      return body.message;
  }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b)).slice(0, MOST.suggestions);
}

function capped(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
