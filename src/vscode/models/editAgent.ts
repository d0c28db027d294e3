import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ToolPage } from '../../core/actions/agentActions.ts';
import { Agent, type AgentChange } from '../../core/model/agent.ts';
import type { WindowParts } from '../windowParts.ts';
import { budgetText, limitFields, modeChoices, modeTitle, readLimit, toolsText, type LimitField } from './agentFields.ts';
import { modelName, modelPlace } from './modelText.ts';
import { pickModel } from './pickModel.ts';
import { promptUri } from './promptFiles.ts';
import { askChoice, askChoices, askText, type Choice } from './quickSteps.ts';

type Field = 'model' | 'mode' | 'tools' | 'budget' | 'prompt' | 'description' | 'capabilities' | 'maxConcurrent' | 'offline';

/** Shows the fields of an agent; each can be changed, and then the list is there again until it is left. */
export async function editAgent(parts: WindowParts, name: string): Promise<void> {
  const { session } = parts;
  for (let last: Field | undefined; ; ) {
    const agent = await session.call('agent.get', Agent, { agent: name });
    const fields = fieldsOf(agent);
    const active = fields.find(({ value }) => value === last);
    const answer = await askChoice(
      { title: l10n.t('Agent {0}', name), placeholder: l10n.t('Change what?') },
      fields,
      active ? { active } : {},
    );
    if (typeof answer !== 'object') return;
    last = answer.value;
    if (last === 'prompt') return openPrompt(name);
    const change = await askChange(parts, agent, last);
    if (change) await session.call('agent.change', Agent, { agent: name, change });
  }
}

/** Lets a person give an agent another model. */
export async function chooseModelOf({ session }: WindowParts, name: string): Promise<void> {
  const answer = await pickModel(await session.require(), { title: l10n.t('Model of {0}', name) });
  if (typeof answer === 'object') await session.call('agent.change', Agent, { agent: name, change: { model: answer.value } });
}

function fieldsOf(agent: Agent): Choice<Field>[] {
  const row = (value: Field, label: string, description: string, icon: string): Choice<Field> => ({
    label,
    description,
    iconPath: new vscode.ThemeIcon(icon),
    value,
  });
  return [
    row('model', l10n.t('Model'), `${modelName(agent.model)} · ${modelPlace(agent.model)}`, 'chip'),
    row('mode', l10n.t('Mode'), modeTitle(agent.mode), 'shield'),
    row('tools', l10n.t('Tools'), toolsText(agent.tools), 'tools'),
    row('budget', l10n.t('Limits of a Run'), budgetText(agent.budget), 'dashboard'),
    row(
      'prompt',
      l10n.t('Prompt'),
      agent.prompt === '' ? l10n.t('none of its own') : agent.prompt.slice(0, 80).replaceAll('\n', ' '),
      'note',
    ),
    row('description', l10n.t('Description'), agent.description.slice(0, 80), 'info'),
    row('capabilities', l10n.t('Capabilities'), agent.capabilities.join(', ') || l10n.t('any card'), 'tag'),
    row('maxConcurrent', l10n.t('Cards at Once'), String(agent.maxConcurrent), 'layers'),
    row('offline', l10n.t('Offline'), agent.offline ? l10n.t('takes no cards') : l10n.t('no'), 'circle-slash'),
  ];
}

async function openPrompt(name: string): Promise<void> {
  await vscode.window.showTextDocument(promptUri(name), { preview: false });
}

async function askChange(parts: WindowParts, agent: Agent, field: Exclude<Field, 'prompt'>): Promise<AgentChange | undefined> {
  const title = l10n.t('Agent {0}', agent.name);
  switch (field) {
    case 'model': {
      const answer = await pickModel(await parts.session.require(), { title });
      return typeof answer === 'object' ? { model: answer.value } : undefined;
    }
    case 'mode': {
      const choices = modeChoices();
      const active = choices.find(({ value }) => value === agent.mode);
      const answer = await askChoice({ title, placeholder: l10n.t('What may it do without asking?') }, choices, active ? { active } : {});
      return typeof answer === 'object' ? { mode: answer.value } : undefined;
    }
    case 'tools':
      return askTools(parts, agent, title);
    case 'budget':
      return askBudget(agent, title);
    case 'description': {
      const answer = await askText({ title, placeholder: l10n.t('What it is good for'), value: agent.description }, (text) =>
        text.length > 4000 ? l10n.t('At most 4000 characters.') : undefined,
      );
      return typeof answer === 'object' ? { description: answer.value } : undefined;
    }
    case 'capabilities': {
      const prompt = l10n.t('Words separated by commas. A card that asks for capabilities goes to an agent that has them all.');
      const answer = await askText(
        { title, placeholder: 'tests, typescript', prompt, value: agent.capabilities.join(', ') },
        () => undefined,
      );
      return typeof answer === 'object'
        ? {
            capabilities: [
              ...new Set(
                answer.value
                  .split(',')
                  .map((word) => word.trim())
                  .filter((word) => word !== ''),
              ),
            ],
          }
        : undefined;
    }
    case 'maxConcurrent': {
      const answer = await askText({ title, placeholder: '1', value: String(agent.maxConcurrent) }, (text) =>
        /^([1-9]\d?|100)$/.test(text.trim()) ? undefined : l10n.t('A whole number from 1 to 100 is expected.'),
      );
      return typeof answer === 'object' ? { maxConcurrent: Number(answer.value) } : undefined;
    }
    case 'offline':
      return { offline: !agent.offline };
  }
}

async function askTools({ session }: WindowParts, { tools }: Agent, title: string): Promise<AgentChange | undefined> {
  const { items } = await session.call('tool.list', ToolPage, {});
  const choices = items.map(({ name, description }) => ({
    label: name,
    detail: description.split('\n')[0] ?? '',
    picked: tools?.includes(name) ?? true,
    value: name,
  }));
  const answer = await askChoices({ title, placeholder: l10n.t('Which tools may it use?') }, choices);
  if (typeof answer !== 'object') return undefined;
  return { tools: answer.value.length === items.length ? null : answer.value };
}

async function askBudget({ budget }: Agent, title: string): Promise<AgentChange | undefined> {
  const choices = limitFields().map(
    (field): Choice<LimitField> => ({
      label: field.title,
      description: budget[field.key]?.toLocaleString() ?? l10n.t('as usual'),
      value: field,
    }),
  );
  const chosen = await askChoice({ title, placeholder: l10n.t('Limit what? A run that reaches a limit pauses and asks.') }, choices);
  if (typeof chosen !== 'object') return undefined;
  const field = chosen.value;
  const problem = (text: string): string | undefined => {
    const read = readLimit(text, field);
    return typeof read === 'object' && read !== null ? read.problem : undefined;
  };
  const answer = await askText(
    { title: `${title}: ${field.title}`, placeholder: l10n.t('empty: as usual'), value: budget[field.key]?.toString() ?? '' },
    problem,
  );
  if (typeof answer !== 'object') return undefined;
  const { [field.key]: _before, ...rest } = budget;
  const limit = readLimit(answer.value, field);
  return { budget: typeof limit === 'number' ? { ...rest, [field.key]: limit } : rest };
}
