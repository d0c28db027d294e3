import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import * as z from 'zod';
import { AgentPage, ToolPage } from '../core/actions/agentActions.ts';
import { TaskPage } from '../core/actions/taskActions.ts';
import { UserError } from '../core/base/errors.ts';
import { Agent } from '../core/model/agent.ts';
import { acceptAgentFile, notesOnAgentFiles } from './agentFromFile.ts';
import { addAgentOptions, agentFields, type AgentOptions } from './agentOptions.ts';
import { agentTable, describeAgent, modelText } from './agentText.ts';
import type { Session } from './session.ts';
import { table } from './textLayout.ts';

interface AddOptions extends AgentOptions {
  readonly from?: string;
}

interface UpdateOptions extends AgentOptions {
  readonly offline?: boolean;
  readonly online?: boolean;
}

/** Agents: who can do cards. */
export function addAgentCommands(program: Command, session: Session): void {
  const t = l10n.t;
  const agent = program.command('agent').description(t('Agents: who can do cards'));
  addAgentOptions(agent.command('add').description(t('Add an agent')).argument('[name]', t('how cards name it')))
    .option('--from <file>', t('accept an agent file (.rota/agents/NAME.md) exactly as it is now'))
    .addHelpText('after', `\n${examples()}`)
    .action((name: string | undefined, options: AddOptions) => add(session, name, options));
  agent
    .command('list')
    .alias('ls')
    .description(t('List agents'))
    .action(() => list(session));
  agent
    .command('tools')
    .description(t('List the tools that agents can be given'))
    .action(async () =>
      session.show(await session.call('tool.list', ToolPage, {}), ({ items }) =>
        table(items.map(({ name, description }) => [name, description])),
      ),
    );
  agent
    .command('show')
    .description(t('Show an agent'))
    .argument('<name>')
    .action(async (name: string) =>
      session.show(await session.call('agent.get', Agent, { agent: name }), (shown) => describeAgent(shown, session.styles)),
    );
  addAgentOptions(agent.command('update').description(t('Change an agent')).argument('<name>'))
    .option('--offline', t('takes no more cards'))
    .option('--online', t('takes cards again'))
    .action((name: string, options: UpdateOptions) => update(session, name, options));
  agent
    .command('remove')
    .alias('rm')
    .description(t('Remove an agent'))
    .argument('<name>')
    .action((name: string) => remove(session, name));
}

function examples(): string {
  return l10n.t(`Examples:
  rota agent add coder --provider ollama --model qwen3
  rota agent add coder --base-url https://api.openai.com --model gpt-5-mini --mode edit
  rota agent add coder --base-url http://127.0.0.1:1234 --model qwen3 --prompt @prompt.md
  rota agent add tester --script replies.json

Keys are never part of an agent: ROTA_API_KEY holds the key for the origin of ROTA_BASE_URL; see "rota --help".`);
}

async function add(session: Session, name: string | undefined, { from, ...options }: AddOptions): Promise<void> {
  await session.host({ create: true });
  if (from !== undefined) return acceptAgentFile(session, from);
  if (name === undefined) throw new UserError('invalid', l10n.t('The agent needs a name: rota agent add NAME …'));
  const made = await session.call('agent.create', Agent, { name, ...(await agentFields(options, session.terminal)) });
  await session.show(made, (agent) => l10n.t('Added agent {0}: {1}, mode {2}.', agent.name, modelText(agent.model), agent.mode));
}

async function list(session: Session): Promise<void> {
  const page = await session.call('agent.list', AgentPage, {});
  const busy = page.items.some(({ tasks }) => tasks.length > 0)
    ? (await session.call('task.list', TaskPage, { status: ['running', 'waiting'], limit: 1000 })).items
    : [];
  await session.show(page, ({ items }) => agentTable(items, (id) => `#${busy.find((task) => task.id === id)?.number ?? '?'}`));
  for (const note of await notesOnAgentFiles(session)) session.note(note);
  if (page.items.length === 0) session.note(l10n.t('No agents. `rota agent add --help` shows how to add one.'));
}

async function update(session: Session, name: string, { offline, online, ...options }: UpdateOptions): Promise<void> {
  const availability = offline ? { offline: true } : online ? { offline: false } : {};
  const { model } = await session.call('agent.get', Agent, { agent: name });
  const change = { ...(await agentFields(options, session.terminal, model)), ...availability };
  if (Object.keys(change).length === 0)
    throw new UserError('invalid', l10n.t('Say what should change: `rota agent update --help` lists the options.'));
  const changed = await session.call('agent.change', Agent, { agent: name, change });
  await session.show(changed, (agent) => l10n.t('Changed agent {0}.', agent.name));
}

async function remove(session: Session, name: string): Promise<void> {
  const gone = await session.call('agent.remove', z.strictObject({}), { agent: name });
  await session.show(gone, () => l10n.t('Removed agent {0}.', name));
}
