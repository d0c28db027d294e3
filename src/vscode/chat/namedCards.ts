import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import type { Task } from '../../core/model/task.ts';
import type { OpenBoard } from '../openBoard.ts';
import { readCardWish } from './cardNumbers.ts';
import type { ChatTurn } from './chatTurn.ts';

/** More cards at once are a mistake, or unreadable. */
const MOST = 20;

/** The cards that the words behind a command name. Throws `UserError` for words that are none, and for cards that are not there. */
export async function namedCards({ request }: Pick<ChatTurn, 'request'>, { store }: OpenBoard): Promise<Task[]> {
  const { numbers, words } = readCardWish(request.prompt);
  if (words !== '') throw new UserError('invalid', l10n.t('Name cards by their numbers, such as 12; "{0}" is none.', words));
  if (numbers.length > MOST) throw new UserError('invalid', l10n.t('At most {0} cards can be named at once.', MOST));
  const tasks: Task[] = [];
  for (const number of numbers) {
    const task = await store.findTask(number);
    if (!task) throw new UserError('not-found', l10n.t('There is no card #{0}.', number));
    tasks.push(task);
  }
  return tasks;
}

/** The card that this chat dealt with last and that fits, for a command without a number. */
export async function lastCard({ cards }: ChatTurn, { store }: OpenBoard, fits: (task: Task) => boolean): Promise<Task | undefined> {
  for (const id of [...cards].toReversed()) {
    const task = await store.findTask(id);
    if (task && fits(task)) return task;
  }
  return undefined;
}
