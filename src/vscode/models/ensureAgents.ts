import * as l10n from '@vscode/l10n';
import { findNamed } from '../../core/base/names.ts';
import { AgentPage } from '../../core/actions/agentActions.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Task } from '../../core/model/task.ts';
import type { WindowParts } from '../windowParts.ts';
import { areAllowed } from './editorChats.ts';
import { makeFirstAgent } from './firstModel.ts';
import { askChoice, type Choice } from './quickSteps.ts';

/** Whether somebody is there to do these cards, and the editor gives them its models if they need some. Without any agent a model is chosen and becomes one; for a card whose agent is gone another is chosen. */
export async function ensureAgents(parts: WindowParts, tasks: readonly TaskId[]): Promise<boolean> {
  const { session } = parts;
  const { items } = await session.call('agent.list', AgentPage, {});
  if (items.length === 0 && !(await makeFirstAgent(parts))) return false;
  const names = items.map(({ name }) => name);
  const find = (name: string): string | undefined => findNamed(items, name)?.name;
  const { store } = await session.require();
  const named = new Set<string>();
  let anybody = tasks.length === 0;
  for (const id of tasks) {
    const task = await store.findTask(id);
    if (task?.agent && find(task.agent) === undefined && !(await chooseAnother(parts, task, names))) return false;
    if (task?.agent) named.add(find(task.agent) ?? task.agent);
    else anybody = true;
  }
  return areAllowed(
    items.filter(({ name }) => anybody || named.has(name)),
    parts.context.languageModelAccessInformation,
  );
}

async function chooseAnother(parts: WindowParts, task: Task, names: readonly string[]): Promise<boolean> {
  const title = l10n.t('Agent "{0}" of #{1} Is Gone', task.agent ?? '', task.number);
  const choices: Choice<string | null>[] = [
    ...names.map((name) => ({ label: name, value: name })),
    { label: l10n.t('Whoever can do it'), value: null },
  ];
  const answer = names.length === 0 ? { value: null } : await askChoice({ title, placeholder: l10n.t('Who does it instead?') }, choices);
  if (typeof answer !== 'object') return false;
  await parts.session.call('task.change', Task, { task: task.id, change: { agent: answer.value } });
  return true;
}
