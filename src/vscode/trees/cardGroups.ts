import * as l10n from '@vscode/l10n';
import { findNamed, nameKey } from '../../core/base/names.ts';
import type { Board } from '../../core/model/board.ts';
import type { BoardCard } from '../../core/model/boardCard.ts';
import { priorityNames, statusNames } from '../../core/model/statusNames.ts';
import type { Priority, TaskStatus } from '../../core/model/taskStatus.ts';

/** What the tree's groups stand for. */
export type GroupBy = 'status' | 'priority' | 'agent';

/** What belonging to a group means for a card: a drop on the group makes it so. */
export type GroupValue =
  | { readonly kind: 'status'; readonly status: TaskStatus }
  | { readonly kind: 'priority'; readonly priority: Priority }
  /** `null`: no agent is named. */
  | { readonly kind: 'agent'; readonly agent: string | null };

export interface CardGroup {
  /** Unique over all ways of grouping: the editor remembers by it what is open. */
  readonly key: string;
  readonly label: string;
  readonly value: GroupValue;
  readonly cards: readonly BoardCard[];
  /** Work that has ended is folded until somebody looks. */
  readonly folded: boolean;
}

interface Grouping {
  readonly by: GroupBy;
  readonly board: Board;
  readonly agents: readonly string[];
}

const priorities: readonly Priority[] = ['P0', 'P1', 'P2', 'P3'];
const ended: ReadonlySet<TaskStatus> = new Set(['done', 'failed', 'canceled']);

/**
 * The groups of the tree, each with its cards as the board has them: column after column, from the top. A group without cards is there when a card can be dropped on it; without any
 * card there are no groups at all, so that the view can say what to do.
 */
export function groupCards(cards: Iterable<BoardCard>, { by, board, agents }: Grouping): CardGroup[] {
  const byKey = new Map<string, BoardCard[]>();
  for (const card of cards) {
    const key = keyOf(card, by);
    const group = byKey.get(key);
    if (group) group.push(card);
    else byKey.set(key, [card]);
  }
  if (byKey.size === 0) return [];
  const order = board.columns.flatMap(({ statuses }) => statuses);
  const sorted = (own: BoardCard[]): BoardCard[] =>
    by === 'status' ? own : own.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const drops = new Set(board.columns.map(({ drop }) => drop));
  const gone = agentsOf(byKey, by).filter((name) => findNamed(agents.map(named), name) === undefined);
  return groupValues(by, board, [...onePerName(agents), ...gone]).flatMap((value) => {
    const key = keyOfValue(value);
    const own = byKey.get(key);
    const isTarget = value.kind !== 'status' || drops.has(value.status);
    if (!own && !isTarget) return [];
    return [{ key, label: labelOf(value), value, cards: sorted(own ?? []), folded: value.kind === 'status' && ended.has(value.status) }];
  });
}

/** The group that a card is in. */
export function keyOf(card: BoardCard, by: GroupBy): string {
  switch (by) {
    case 'status':
      return keyOfValue({ kind: 'status', status: card.status });
    case 'priority':
      return keyOfValue({ kind: 'priority', priority: card.priority });
    case 'agent':
      return keyOfValue({ kind: 'agent', agent: card.agent });
  }
}

function keyOfValue(value: GroupValue): string {
  switch (value.kind) {
    case 'status':
      return `status:${value.status}`;
    case 'priority':
      return `priority:${value.priority}`;
    case 'agent':
      return value.agent === null ? 'agent' : `agent:${nameKey(value.agent)}`;
  }
}

function groupValues(by: GroupBy, board: Board, agents: readonly string[]): GroupValue[] {
  switch (by) {
    case 'status':
      return board.columns.flatMap(({ statuses }) => statuses).map((status) => ({ kind: 'status', status }));
    case 'priority':
      return priorities.map((priority) => ({ kind: 'priority', priority }));
    case 'agent':
      return [...agents.toSorted((a, b) => a.localeCompare(b)), null].map((agent) => ({ kind: 'agent', agent }));
  }
}

/** Agents that cards name but that are no longer there. */
function agentsOf(byKey: ReadonlyMap<string, readonly BoardCard[]>, by: GroupBy): string[] {
  if (by !== 'agent') return [];
  return [...byKey.values()].flatMap(([first]) => (first && first.agent !== null ? [first.agent] : []));
}

/** Cards of agents whose names are one stand in one group. */
function onePerName(agents: readonly string[]): string[] {
  return [...new Map(agents.toReversed().map((name) => [nameKey(name), name])).values()];
}

function named(name: string): { readonly name: string } {
  return { name };
}

function labelOf(value: GroupValue): string {
  switch (value.kind) {
    case 'status':
      return statusNames()[value.status];
    case 'priority':
      return priorityNames()[value.priority];
    case 'agent':
      return value.agent ?? l10n.t('Any agent');
  }
}
