import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { AgentPage, ToolPage } from '../../core/actions/agentActions.ts';
import { TaskPage } from '../../core/actions/taskActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { nameKey } from '../../core/base/names.ts';
import { Agent } from '../../core/model/agent.ts';
import { agentFields } from './agentFields.ts';
import { acceptAgentFile, notesOnAgentFiles } from './agentFromFile.ts';
import type { AgentOptions } from '../agentOptions.ts';
import { agentTable, describeAgent, modelText } from '../agentText.ts';
import type { Session } from '../session.ts';
import { table } from '../textLayout.ts';

export interface AddOptions extends AgentOptions {
  readonly from?: string;
}

export interface UpdateOptions extends AgentOptions {
  readonly offline?: boolean;
  readonly online?: boolean;
}

export async function add(session: Session, name: string | undefined, { from, ...options }: AddOptions): Promise<void> {
  await session.host({ create: true });
  if (from !== undefined) return acceptAgentFile(session, from, options);
  if (name === undefined) throw new UserError('invalid', l10n.t('The agent needs a name: rota agent add NAME …'));
  const made = await session.call('agent.create', Agent, { name, ...(await agentFields(options, session.terminal)) });
  await session.show(made, (agent) => l10n.t('Added agent {0}: {1}, mode {2}.', agent.name, modelText(agent.model), agent.mode));
}

export async function listTools(session: Session): Promise<void> {
  const page = await session.call('tool.list', ToolPage, {});
  await session.show(page, ({ items }) => table(items.map(({ name, description }) => [name, description])));
}

export async function update(session: Session, name: string, { offline, online, ...options }: UpdateOptions): Promise<void> {
  const availability = offline ? { offline: true } : online ? { offline: false } : {};
  const { model } = await session.call('agent.get', Agent, { agent: name });
  const change = { ...(await agentFields(options, session.terminal, model)), ...availability };
  if (Object.keys(change).length === 0)
    throw new UserError('invalid', l10n.t('Say what should change: `rota agent update --help` lists the options.'));
  const changed = await session.call('agent.change', Agent, { agent: name, change });
  await session.show(changed, (agent) => l10n.t('Changed agent {0}.', agent.name));
}

export async function remove(session: Session, name: string): Promise<void> {
  const gone = await session.call('agent.remove', z.strictObject({}), { agent: name });
  await session.show(gone, () => l10n.t('Removed agent {0}.', name));
}

export async function list(session: Session): Promise<void> {
  const page = await session.call('agent.list', AgentPage, {});
  const busy = page.items.some(({ tasks }) => tasks.length > 0)
    ? (await session.call('task.list', TaskPage, { status: ['running', 'waiting'], limit: 1000 })).items
    : [];
  await session.show(page, ({ items }) => agentTable(items, (id) => `#${busy.find((task) => task.id === id)?.number ?? '?'}`));
  for (const note of await notesOnAgentFiles(session)) session.note(note);
  const doubles = doublesOf(page.items.map(({ name }) => name));
  if (doubles.length > 0)
    session.note(
      l10n.t(
        'Made by an older version, these agents have one name in other letters: {0}. A card goes to the one that it spells, else to the first; no new ones can be made. `rota agent remove NAME` removes those you do not need.',
        doubles.map((name) => `"${name}"`).join(', '),
      ),
    );
  if (page.items.length === 0) session.note(l10n.t('No agents. `rota agent add --help` shows how to add one.'));
}

/** Names that are the same as one before or after them. */
function doublesOf(names: readonly string[]): string[] {
  return names.filter((name) => names.some((other) => other !== name && nameKey(other) === nameKey(name)));
}

export async function show(session: Session, name: string): Promise<void> {
  const agent = await session.call('agent.get', Agent, { agent: name });
  await session.show(agent, (shown) => describeAgent(shown, session.styles));
}
