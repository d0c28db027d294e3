import * as l10n from '@vscode/l10n';
import { Option, type Command } from 'commander';
import type { Mode } from '../core/model/agent.ts';
import { modes } from '../core/model/choices.ts';
import { decimal, each, wholeNumber } from './optionValues.ts';
import { addBudgetOptions, type TaskOptions } from './taskOptions.ts';

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
    .addOption(
      new Option(
        '--provider <provider>',
        t('openai: any server that speaks Chat Completions; scripted: replays a file; simulated: pretends'),
      ).choices(providers),
    )
    .option('--model <name>', t('name of the model there (else ROTA_MODEL)'))
    .option('--base-url <url>', t('address of the server (else ROTA_BASE_URL)'))
    .option('--context <tokens>', t('context window that Ollama is asked for'), wholeNumber)
    .option('--script <file>', t('replies for the provider "scripted"'))
    .addOption(
      new Option(
        '--mode <mode>',
        t('ask: every change asks; edit: file changes apply, commands ask (a check that you wrote runs the changed code with your rights)'),
      ).choices(modes),
    )
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
