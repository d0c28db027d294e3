import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { KnownAgentName } from '../../core/model/scalars.ts';
import { modelName } from '../models/modelText.ts';
import { plainLabel } from '../plainText.ts';
import type { WindowParts } from '../windowParts.ts';

/** How a command is told which agent: its name, or a row of the tree. */
const AgentTarget = z.union([KnownAgentName, z.object({ agent: z.object({ name: KnownAgentName }) }).transform(({ agent }) => agent.name)]);

/** Key bindings of the tree pass this word: they act on what is selected there. */
const SELECTION = 'selection';

/** The agent that a command is about: the one it was called for, the selected one, the only one, or one that is picked. */
export async function chooseAgent(parts: WindowParts, args: readonly unknown[], question: string): Promise<string | undefined> {
  const [first] = args;
  const named = AgentTarget.safeParse(first === SELECTION ? parts.trees['rota.agents']?.selection[0] : first);
  if (named.success && named.data !== SELECTION) return named.data;
  const { items } = await parts.session.call('agent.list', AgentPage, {});
  if (items.length === 0) throw new UserError('not-found', l10n.t('There is no agent yet. "Rota: Add Agent" makes one.'));
  if (items.length === 1) return items[0]?.name;
  const choices = items.map(({ name, model }) => ({
    label: name,
    description: plainLabel(modelName(model)),
    iconPath: new vscode.ThemeIcon('hubot'),
  }));
  return (await vscode.window.showQuickPick(choices, { placeHolder: question }))?.label;
}
