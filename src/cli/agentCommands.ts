import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import { addAgentOptions } from './agentOptions.ts';
import type { Session } from './session.ts';
import type { UpdateOptions, AddOptions } from './deeds/agents.ts';
import { working } from './pieces.ts';

/** Agents: who can do cards. */
export function addAgentCommands(program: Command, session: Session): void {
  const t = l10n.t;
  const agent = program.command('agent').description(t('Agents: who can do cards'));
  addAgentOptions(agent.command('add').description(t('Add an agent')).argument('[name]', t('how cards name it')))
    .option('--from <file>', t('accept an agent file (.rota/agents/NAME.md) exactly as it is now'))
    .addHelpText('after', `\n${examples()}`)
    .action(async (name: string | undefined, options: AddOptions) => (await working()).agents.add(session, name, options));
  agent
    .command('list')
    .alias('ls')
    .description(t('List agents'))
    .action(async () => (await working()).agents.list(session));
  agent
    .command('tools')
    .description(t('List the tools that agents can be given'))
    .action(async () => (await working()).agents.listTools(session));
  agent
    .command('show')
    .description(t('Show an agent'))
    .argument('<name>')
    .action(async (name: string) => (await working()).agents.show(session, name));
  addAgentOptions(agent.command('update').description(t('Change an agent')).argument('<name>'))
    .option('--offline', t('takes no more cards'))
    .option('--online', t('takes cards again'))
    .action(async (name: string, options: UpdateOptions) => (await working()).agents.update(session, name, options));
  agent
    .command('remove')
    .alias('rm')
    .description(t('Remove an agent'))
    .argument('<name>')
    .action(async (name: string) => (await working()).agents.remove(session, name));
}

function examples(): string {
  return l10n.t(`Examples:
  rota agent add coder --provider ollama --model qwen3
  rota agent add coder --base-url https://api.openai.com --model gpt-5-mini --mode edit
  rota agent add coder --base-url http://127.0.0.1:1234 --model qwen3 --prompt @prompt.md
  rota agent add tester --script replies.json

Keys are never part of an agent: ROTA_API_KEY holds the key for the origin of ROTA_BASE_URL; see "rota --help".`);
}
