import * as z from 'zod';
import { TaskId } from '../../core/model/scalars.ts';

/** How a command is told which card: its id (other parts, other extensions) or a node of a tree (menus). */
const CardTarget = z.union([
  TaskId,
  z.object({ card: z.object({ id: TaskId }) }).transform(({ card }) => card.id),
  z.object({ task: TaskId }).transform(({ task }) => task),
]);

/** The menu of the board tells all cards at once. */
const ManyCards = z.object({ tasks: z.array(TaskId).min(1) });

/** The cards that a command was called for: the node of the menu, or all selected ones. Empty when it was called without one. */
export function cardTargets(args: readonly unknown[]): TaskId[] {
  const [first, selection] = args;
  const menu = ManyCards.safeParse(first);
  if (menu.success) return menu.data.tasks;
  const many = z.array(CardTarget).min(1).safeParse(selection);
  if (many.success) return many.data;
  const one = CardTarget.safeParse(first);
  return one.success ? [one.data] : [];
}
