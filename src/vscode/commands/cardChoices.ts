import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AgentPage } from '../../core/actions/agentActions.ts';
import type { Edit } from '../../core/model/edit.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { priorityNames, statusNames } from '../../core/model/statusNames.ts';
import type { Task } from '../../core/model/task.ts';
import { Priority, TaskStatus } from '../../core/model/taskStatus.ts';
import { whyNotMoved } from '../../core/rules/boardRules.ts';
import type { CardMove } from '../board/cardMove.ts';
import { showInformation } from '../messages.ts';
import { person } from '../session.ts';
import { moveToEnd } from '../trees/cardMoves.ts';
import type { WindowParts } from '../windowParts.ts';
import { cardsOf } from './chooseCards.ts';

type Choice<T> = vscode.QuickPickItem & { readonly value?: T };

/** Where cards may go: what is refused is listed too, with the reason. */
export async function chooseStatus(parts: WindowParts, ids: readonly TaskId[]): Promise<CardMove | undefined> {
  const board = await parts.session.require();
  const tasks = (await Promise.all(ids.map((id) => board.store.findTask(id)))).filter((task) => task !== undefined);
  const names = statusNames();
  const counts = await board.store.countTasks();
  const columns = board.columns().board;
  const all = TaskStatus.options.map((status) => ({
    status,
    refusal: refusalOf(tasks, status, (task) => whyNotMoved(columns, task, status, { by: person, count: (each) => counts[each] })),
  }));
  const choices: Choice<TaskStatus>[] = all.flatMap(({ status, refusal }) =>
    refusal === undefined ? [{ label: names[status], value: status }] : [],
  );
  const refused: Choice<TaskStatus>[] = all.flatMap(({ status, refusal }) =>
    refusal ? [{ label: names[status], detail: refusal, iconPath: new vscode.ThemeIcon('circle-slash') }] : [],
  );
  if (refused.length > 0) refused.unshift({ label: l10n.t('Not possible now'), kind: vscode.QuickPickItemKind.Separator });
  const chosen = await vscode.window.showQuickPick([...choices, ...refused], { placeHolder: l10n.t('Move {0} to', namesOf(tasks)) });
  const to = chosen?.value;
  if (chosen && to === undefined && chosen.detail !== undefined) void showInformation(chosen.detail);
  return to && moveToEnd(cardsOf(parts, ids), to, [...parts.feed.cards.values()]);
}

/** Why none of the cards may go there; `undefined` when one of them may, empty when all are there already. */
function refusalOf(tasks: readonly Task[], to: TaskStatus, whyNot: (task: Task) => string | undefined): string | undefined {
  const reasons = tasks.filter(({ status }) => status !== to).map(whyNot);
  return reasons.includes(undefined) ? undefined : (reasons[0] ?? '');
}

export async function choosePriority(parts: WindowParts, ids: readonly TaskId[]): Promise<Edit[] | undefined> {
  const cards = cardsOf(parts, ids);
  const names = priorityNames();
  const [only, another] = new Set(cards.map(({ priority }) => priority));
  const choices = Priority.options.map(
    (value): Choice<Priority> => ({
      label: names[value],
      value,
      ...(value === only && another === undefined && { description: l10n.t('now') }),
    }),
  );
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder: l10n.t('Priority of {0}', namesOf(cards)) });
  const priority = chosen?.value;
  return priority && ids.map((task) => ({ kind: 'change', task, change: { priority } }));
}

export async function chooseAgent(parts: WindowParts, ids: readonly TaskId[]): Promise<Edit[] | undefined> {
  const { items: agents } = await parts.session.call('agent.list', AgentPage, {});
  const choices: Choice<string | null>[] = [
    ...agents.map(({ name, model, state }) => ({
      label: name,
      description: `${'model' in model ? model.model : model.provider} · ${state}`,
      iconPath: new vscode.ThemeIcon('hubot'),
      value: name,
    })),
    { label: l10n.t('Any agent'), description: l10n.t('whoever can do it'), iconPath: new vscode.ThemeIcon('circle-slash'), value: null },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: l10n.t('Add Agent…'), iconPath: new vscode.ThemeIcon('add') },
  ];
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder: l10n.t('Who does {0}?', namesOf(cardsOf(parts, ids))) });
  if (!chosen) return undefined;
  const agent = chosen.value;
  if (agent === undefined) {
    await vscode.commands.executeCommand('rota.addAgent');
    return undefined;
  }
  return ids.map((task) => ({ kind: 'change', task, change: { agent } }));
}

/** Cards by their numbers, few at most. */
export function namesOf(cards: readonly { readonly number: number }[]): string {
  if (cards.length > 3) return l10n.t('{0} cards', cards.length);
  return cards.map(({ number }) => `#${number}`).join(', ');
}
