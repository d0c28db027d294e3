import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { builtinTools } from '../../core/tools/catalog.ts';
import type { ModelChoice } from '../../core/model/agent.ts';
import { noSuchTool, readToolNames } from '../../core/model/toolNames.ts';
import type { AgentOptions } from '../agentOptions.ts';
import { textOrFile } from '../givenText.ts';
import { budgetOf } from '../taskOptions.ts';
import type { Terminal } from '../terminal.ts';

/** The options as fields of the action's input; only what was stated. A model that is there already keeps what is not. */
export async function agentFields(options: AgentOptions, terminal: Terminal, current?: ModelChoice): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {
    model: current === undefined || statesModel(options) ? modelOf(options, terminal, current) : undefined,
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

interface KeptModel {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly contextTokens?: number;
}

/** Without `--provider` it follows from the rest: a script, or the server of before. */
function modelOf(options: AgentOptions, { env, folder }: Terminal, current: ModelChoice | undefined): unknown {
  const server = current?.provider === 'ollama' ? 'ollama' : 'openai';
  const provider = options.provider ?? (options.script === undefined ? server : 'scripted');
  const kept: KeptModel = current?.provider === provider && 'model' in current ? current : {};
  const model = options.model ?? kept.model ?? env['ROTA_MODEL'];
  switch (provider) {
    case 'simulated':
      return { provider };
    case 'scripted':
      if (options.script === undefined) throw missing('--script FILE');
      return { provider, script: scriptIn(folder, options.script) };
    case 'ollama': {
      if (model === undefined) throw missing('--model NAME');
      const { baseUrl = kept.baseUrl, context = kept.contextTokens } = options;
      return {
        provider,
        model,
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(context === undefined ? {} : { contextTokens: context }),
      };
    }
    case 'openai': {
      const baseUrl = options.baseUrl ?? kept.baseUrl ?? env['ROTA_BASE_URL'];
      if (baseUrl === undefined) throw missing(l10n.t('--base-url URL (or ROTA_BASE_URL)'));
      if (model === undefined) throw missing(l10n.t('--model NAME (or ROTA_MODEL)'));
      return { provider, baseUrl, model };
    }
  }
}

function scriptIn(folder: string, file: string): string {
  const script = resolve(folder, file);
  if (!existsSync(script)) throw new UserError('not-found', l10n.t('There is no script {0}.', script));
  return script;
}

function missing(what: string): UserError {
  return new UserError('invalid', l10n.t('The agent needs {0}. `rota agent add --help` shows examples.', what));
}

function toolsOf(list: string): string[] | null {
  const known = builtinTools.map(({ declaration }) => declaration.name);
  const { tools, leftOut, unknown } = readToolNames(list, known);
  if (leftOut.length + unknown.length > 0) throw new UserError('invalid', noSuchTool([...unknown, ...leftOut], known));
  return tools === null ? null : [...tools];
}

function pricesOf({ priceInput, priceCached, priceOutput }: AgentOptions): unknown {
  if (priceInput === undefined && priceCached === undefined && priceOutput === undefined) return undefined;
  if (priceInput === undefined || priceOutput === undefined)
    throw new UserError('invalid', l10n.t('Prices need --price-input and --price-output.'));
  return { input: priceInput, cachedInput: priceCached ?? priceInput, output: priceOutput };
}
