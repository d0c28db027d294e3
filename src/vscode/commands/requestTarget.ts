import * as z from 'zod';
import { TaskId } from '../../core/model/scalars.ts';
import type { InboxRow } from '../trees/inboxRows.ts';
import { cardTargets } from './cardTarget.ts';

const ProposalTarget = z.object({ scheme: z.literal('rota-proposal'), query: z.string() });

/** How a command is told what waits: the row of the inbox, or the side of a diff that shows a proposal. */
const RowTarget = z.union([
  z.object({ kind: z.string(), id: z.string(), task: TaskId }).transform(({ id }) => id),
  ProposalTarget.transform(({ query }) => new URLSearchParams(query).get('request') ?? ''),
]);

/**
 * The rows that a command was called for, as they are now: those of the inbox, of a diff, of an id, or all of a card. What was answered
 * meanwhile is no longer among them, and nothing else of its card takes its place. Empty when it was called for none.
 */
export function requestTargets(args: readonly unknown[], rows: readonly InboxRow[]): InboxRow[] {
  const [first, selection] = args;
  const many = z.array(RowTarget).min(1).safeParse(selection);
  const one = RowTarget.safeParse(first);
  if (many.success || one.success) {
    const ids = many.success ? many.data : one.success ? [one.data] : [];
    return rows.filter(({ id }) => ids.includes(id));
  }
  const cards = cardTargets(args);
  return rows.filter(({ id, task }) => id === first || cards.includes(task));
}

/** True when a command was called for the diff of a proposal: whoever called it sees the change. */
export function isProposal(target: unknown): boolean {
  return ProposalTarget.safeParse(target).success;
}

/** How a door that shows the whole change of a proposal names it. */
export function proposalTarget(request: string): z.input<typeof ProposalTarget> {
  return { scheme: 'rota-proposal', query: new URLSearchParams({ request }).toString() };
}

/** The title bar of a tab with several files says only that it is one. */
const ManyFiles = z.object({ scheme: z.literal('multi-diff-editor') });

/** True when a command was called for something, even if that no longer waits. */
export function hasTarget([first]: readonly unknown[]): boolean {
  return first !== undefined && first !== null && !ManyFiles.safeParse(first).success;
}
