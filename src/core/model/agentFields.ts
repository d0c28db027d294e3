import * as l10n from '@vscode/l10n';
import { readToolNames } from './toolNames.ts';

/** Fields of agent files of other products that mean nothing here, and take nothing that limits an agent with them. */
const foreignFields: ReadonlySet<string> = new Set([
  ...[
    'color',
    'permissionMode',
    'skills',
    'hooks',
    'memory',
    'mcpServers',
    'background',
    'isolation',
    'maxTurns',
    'effort',
    'initialPrompt',
  ],
  ...[
    'argument-hint',
    'agents',
    'user-invocable',
    'user-invokable',
    'disable-model-invocation',
    'handoffs',
    'target',
    'mcp-servers',
    'infer',
  ],
  ...['github', 'metadata', 'license', 'version', 'author'],
]);

/** The fields of an agent file as ours, with what of other products was left out, and tools that nobody knows. */
export interface ReadFields {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly leftOut: readonly string[];
  readonly unknownTools: readonly string[];
}

/** Reads the fields of an agent file, also of one that was written for Claude or Copilot. */
export function readAgentFields(written: Readonly<Record<string, unknown>>, fileName: string, known: readonly string[]): ReadFields {
  const { tools, disallowedTools, model, ...rest } = written;
  const fields: Record<string, unknown> = {};
  const leftOut: string[] = [];
  const unknownTools: string[] = [];
  for (const [key, value] of Object.entries(rest)) {
    if (foreignFields.has(key)) leftOut.push(key);
    else fields[key] = value;
  }
  fields['name'] ??= fileName;
  if (typeof model === 'object' && model !== null && !Array.isArray(model)) fields['model'] = model;
  else if (model !== undefined) leftOut.push(l10n.t('the model {0}', [model].flat().map(String).join(', ')));

  const read = (value: unknown): readonly string[] | null | undefined => {
    if (!isNames(value)) return undefined;
    const names = readToolNames(value, known);
    leftOut.push(...names.leftOut.map((name) => l10n.t('the tool {0}', name)));
    unknownTools.push(...names.unknown);
    return names.tools;
  };
  const allowed = read(tools);
  if (tools !== undefined) fields['tools'] = allowed === undefined ? tools : allowed;
  // What another product forbids an agent is forbidden here, too.
  const forbidden = read(disallowedTools);
  if (forbidden === null) fields['tools'] = [];
  else if (forbidden && (tools === undefined || allowed !== undefined))
    fields['tools'] = (allowed ?? known).filter((name) => !forbidden.includes(name));
  else if (disallowedTools !== undefined) fields['disallowedTools'] = disallowedTools;
  return { fields, leftOut, unknownTools };
}

function isNames(value: unknown): value is string | string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'));
}
