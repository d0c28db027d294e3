import * as l10n from '@vscode/l10n';
import { Option, type Command } from 'commander';
import { UserError } from '../core/base/errors.ts';
import { Mode } from '../core/model/agent.ts';
import { resolve } from 'node:path';
import { decimal, each, textOrFile, wholeNumber } from './optionValues.ts';
import { addBudgetOptions, budgetOf, type TaskOptions } from './taskOptions.ts';
import type { Terminal } from './terminal.ts';

const providers = ['openai', 'ollama', 'scripted', 'simulated'] as const;
type ProviderName = (typeof providers)[number];

/** An agent as the command line states it. */
export interface AgentOptions extends Pick<TaskOptions, 'budgetSteps' | 'budgetTokens' | 'budgetMinutes' | 'budgetCost'> {
  readonly provider?: ProviderName;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly context?: number;
  readonly script?: string;
  readonly description?: string;
  readonly prompt?: string;
  readonly tools?: string;
  readonly capability?: readonly string[];
  readonly maxConcurrent?: number;
  readonly mode?: Mode;
  readonly priceInput?: number;
  readonly priceCached?: number;
  readonly priceOutput?: number;
}

/** Declares the options that `agent add` and `agent update` share. */
export function addAgentOptions(command: Command): Command {
  const t = l10n.t;
  command
    .addOption(new Option('--provider <provider>', t('openai: any server that speaks Chat Completions; scripted: replays a file; simulated: pretends')).choices(providers))
    .option('--model <name>', t('name of the model there (else ROTA_MODEL)'))
    .option('--base-url <url>', t('address of the server (else ROTA_BASE_URL)'))
    .option('--context <tokens>', t('context window that Ollama is asked for'), wholeNumber)
    .option('--script <file>', t('replies for the provider "scripted"'))
    .addOption(new Option('--mode <mode>', t('ask: every change asks; edit: file changes apply, commands ask (a check that you wrote runs the changed code with your rights)')).choices(Mode.options))
    .option('--prompt <text>', t('its instructions; @FILE reads a file'))
    .option('--description <text>', t('what it is good for'));
  command
    .option('--tools <names>', t('only these tools, separated by commas; "all" is all'))
    .option('--capability <name>', t('what it can do, for cards that ask for it (repeatable)'), each)
    .option('--max-concurrent <number>', t('its runs at once'), wholeNumber)
    .option('--price-input <dollars>', t('per million tokens; with all three prices, costs are measured'), decimal)
    .option('--price-cached <dollars>', t('per million tokens'), decimal)
    .option('--price-output <dollars>', t('per million tokens'), decimal);
  return addBudgetOptions(command);
}

/** The options as fields of the action's input; only what was stated. */
export async function agentFields(options: AgentOptions, terminal: Terminal, isNew: boolean): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {
    model: isNew || statesModel(options) ? modelOf(options, terminal) : undefined,
    description: options.description,
    prompt: options.prompt === undefined ? undefined : await textOrFile(options.prompt, terminal),
    tools: options.tools === undefined ? undefined : toolsOf(options.tools),
    capabilities: options.capability,
    maxConcurrent: options.maxConcurrent,
    mode: options.mode,
    budget: budgetOf(options),
    prices: pricesOf(options),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function statesModel({ provider, model, baseUrl, context, script }: AgentOptions): boolean {
  return [provider, model, baseUrl, context, script].some((value) => value !== undefined);
}

/** Without `--provider` it follows from the rest: a script, or a server. */
function modelOf(options: AgentOptions, { env, folder }: Terminal): unknown {
  const provider = options.provider ?? (options.script === undefined ? 'openai' : 'scripted');
  const model = options.model ?? env['ROTA_MODEL'];
  switch (provider) {
    case 'simulated':
      return { provider };
    case 'scripted':
      if (options.script === undefined) throw missing('--script FILE');
      return { provider, script: resolve(folder, options.script) };
    case 'ollama': {
      if (model === undefined) throw missing('--model NAME');
      const baseUrl = options.baseUrl;
      return { provider, model, ...(baseUrl === undefined ? {} : { baseUrl }), ...(options.context === undefined ? {} : { contextTokens: options.context }) };
    }
    case 'openai': {
      const baseUrl = options.baseUrl ?? env['ROTA_BASE_URL'];
      if (baseUrl === undefined) throw missing(l10n.t('--base-url URL (or ROTA_BASE_URL)'));
      if (model === undefined) throw missing(l10n.t('--model NAME (or ROTA_MODEL)'));
      return { provider, baseUrl, model };
    }
  }
}

function missing(what: string): UserError {
  return new UserError('invalid', l10n.t('The agent needs {0}. `rota agent add --help` shows examples.', what));
}

function toolsOf(list: string): string[] | null {
  return list === 'all' ? null : list.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

function pricesOf({ priceInput, priceCached, priceOutput }: AgentOptions): unknown {
  if (priceInput === undefined && priceCached === undefined && priceOutput === undefined) return undefined;
  if (priceInput === undefined || priceOutput === undefined) throw new UserError('invalid', l10n.t('Prices need --price-input and --price-output.'));
  return { input: priceInput, cachedInput: priceCached ?? priceInput, output: priceOutput };
}
