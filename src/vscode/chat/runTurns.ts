import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { RunWish } from '../../core/actions/queueActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { Task } from '../../core/model/task.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import { ensureAgents } from '../models/ensureAgents.ts';
import type { OpenBoard } from '../openBoard.ts';
import { person } from '../session.ts';
import { badge } from './cardText.ts';
import type { ChatTurn } from './chatTurn.ts';
import { lastCard, namedCards } from './namedCards.ts';
import { plainInline } from './safeMarkdown.ts';
import { watchCards } from './watchCards.ts';

const nothing: RunWish = { tasks: [], blocked: [], refused: [] };
const startable: ReadonlySet<TaskStatus> = new Set(['todo', 'queued', 'failed', 'canceled']);
const atWork: ReadonlySet<TaskStatus> = new Set(['queued', 'running', 'waiting']);

/** `/run`: starts cards as the Run command does, and watches them. */
export async function runTurn(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const { answer, parts, signal } = turn;
  const named = await namedCards(turn, board);
  const last = named.length > 0 ? undefined : await lastCard(turn, board, ({ status }) => startable.has(status));
  const tasks = last ? [last] : named;
  if (tasks.length === 0) throw new UserError('invalid', l10n.t('Say which card: /run 12. /list shows them.'));
  if (!isTrusted(turn)) return;
  const running = tasks.filter(({ status }) => status === 'running');
  const starting = tasks.filter((task) => !running.includes(task)).map(({ id }) => id);
  if (starting.length > 0 && !(await ensureAgents(parts, starting)))
    return answer.paragraph(l10n.t('Nothing was started: no model was chosen.'));
  const wish =
    starting.length === 0
      ? nothing
      : RunWish.parse(await board.app.actions.call('task.run', { tasks: starting }, { actor: person, door: 'chat', signal }));
  for (const message of wish.refused) answer.paragraph(plainInline(message));
  for (const { task, reasons } of wish.blocked)
    answer.paragraph(l10n.t('{0} does not start yet: {1}.', badge(task.number), plainInline(reasons.join('; '))));
  const hopeless = new Set(wish.blocked.filter(({ lacksAgent }) => lacksAgent).map(({ task }) => task.id));
  await watch(turn, [...running, ...wish.tasks.filter(({ id }) => !hopeless.has(id))]);
}

/** `/watch`: shows what happens with cards; without a number, with those of this chat that are at work, else with all that are. */
export async function watchTurn(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const named = await namedCards(turn, board);
  if (named.length > 0) return watch(turn, named);
  const { items } = await board.store.listTasks({ status: [...atWork], limit: 20 });
  const own = items.filter(({ id }) => turn.cards.has(id));
  const tasks = own.length > 0 ? own : items;
  if (tasks.length === 0) throw new UserError('not-found', l10n.t('No card is at work. /run 12 starts one.'));
  await watch(turn, tasks);
}

async function watch(turn: ChatTurn, tasks: readonly Task[]): Promise<void> {
  if (tasks.some(({ status }) => atWork.has(status)))
    turn.answer.paragraph(l10n.t('Stopping this answer ends the watching only; /cancel ends a run.'));
  if (tasks.length > 0) await watchCards(turn, tasks);
}

/** `/cancel`: cancels cards and ends their runs. */
export async function cancelTurn(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const named = await namedCards(turn, board);
  const last = named.length > 0 ? undefined : await lastCard(turn, board, ({ status }) => atWork.has(status));
  const tasks = last ? [last] : named;
  if (tasks.length === 0) throw new UserError('invalid', l10n.t('Say which card: /cancel 12.'));
  for (const { id, status, number } of tasks) {
    if (status === 'canceled' || status === 'done') throw new UserError('refused', l10n.t('Card #{0} has ended already.', number));
    const task = Task.parse(
      await board.app.actions.call('task.cancel', { task: id }, { actor: person, door: 'chat', signal: turn.signal }),
    );
    turn.cards.add(id);
    turn.answer.paragraph(l10n.t('{0} {1} is canceled; nothing of it runs any more.', badge(task.number), plainInline(task.title)));
  }
  if (tasks[0]) turn.answer.links({ title: l10n.t('Open Card'), command: 'rota.openCard', about: tasks[0].id });
}

/** Says why no agent runs here; true when agents may. */
export function isTrusted({ answer }: ChatTurn): boolean {
  if (vscode.workspace.isTrusted) return true;
  answer.paragraph(l10n.t('No agent runs in Restricted Mode: it could change files and start commands of a folder that you do not trust.'));
  answer.button(l10n.t('Manage Trust'), 'workbench.trust.manage');
  return false;
}
