import * as l10n from '@vscode/l10n';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { TaskDetails } from '../../core/actions/taskActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { findNamed } from '../../core/base/names.ts';
import { Comment, Task, type TaskRef } from '../../core/model/task.ts';
import { emptyFields, type ClearableField } from '../emptyFields.ts';
import { textOrFile } from '../givenText.ts';
import type { Session } from '../session.ts';
import { taskFields, type TaskOptions } from '../taskOptions.ts';
import { nameTask } from '../taskText.ts';

export interface AddOptions extends TaskOptions {
  readonly queue?: boolean;
  readonly needsApproval?: boolean;
  readonly approval: boolean;
}

export interface EditOptions extends TaskOptions {
  readonly progress?: number;
  readonly clear?: readonly ClearableField[];
}

export async function add(session: Session, title: string, options: AddOptions): Promise<void> {
  await session.host({ create: true });
  const fields = await taskFields({ ...options, title }, session.terminal, (ref) => idOf(session, ref));
  const status = options.queue ? 'queued' : 'todo';
  const approvalRequired = options.needsApproval ? true : options.approval ? undefined : false;
  const draft = { ...fields, status, ...(approvalRequired === undefined ? {} : { approvalRequired }) };
  const created = await session.call('task.create', Task, draft);
  await session.show(created, (task) => l10n.t('Added {0}, {1}.', nameTask(task), task.status));
  await noteUnknownAgent(session, options.agent);
}

export async function edit(session: Session, ref: TaskRef, options: EditOptions): Promise<void> {
  const fields = await taskFields(options, session.terminal, (other) => idOf(session, other));
  const cleared = Object.fromEntries((options.clear ?? []).map((field) => [field, emptyFields[field]]));
  const change = { ...cleared, ...fields, ...(options.progress === undefined ? {} : { progress: options.progress }) };
  if (Object.keys(change).length === 0)
    throw new UserError('invalid', l10n.t('Say what should change: `rota task edit --help` lists the options.'));
  const changed = await session.call('task.change', Task, { task: ref, change });
  await session.show(changed, (task) => l10n.t('Changed {0}.', nameTask(task)));
  await noteUnknownAgent(session, options.agent);
}

/** A card may be meant for an agent that comes later; a slip of the finger should not stay unseen. */
async function noteUnknownAgent(session: Session, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const { items } = await session.call('agent.list', AgentPage, {});
  if (!findNamed(items, name))
    session.note(l10n.t('There is no agent "{0}" yet: the card does not start before `rota agent add` makes it.', name));
}

export async function comment(session: Session, ref: TaskRef, value: string): Promise<void> {
  const text = await textOrFile(value, session.terminal);
  const made = await session.call('task.comment', Comment, { task: ref, text });
  await session.show(made, () => l10n.t('Commented.'));
}

async function idOf(session: Session, ref: TaskRef): Promise<string> {
  return (await session.call('task.get', TaskDetails, { task: ref })).task.id;
}
