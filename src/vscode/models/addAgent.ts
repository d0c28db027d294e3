import * as l10n from '@vscode/l10n';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { Agent, type Mode, type ModelChoice } from '../../core/model/agent.ts';
import type { WindowParts } from '../windowParts.ts';
import { modeChoices } from './agentFields.ts';
import { freeName, nameProblem } from './agentNames.ts';
import { pickModel } from './pickModel.ts';
import { askChoice, askText, takeSteps } from './quickSteps.ts';

/** Makes an agent in three steps: model, name, mode. All else has a default and can be edited. */
export async function addAgent({ session }: WindowParts): Promise<Agent | undefined> {
  const board = await session.require();
  const taken = (await session.call('agent.list', AgentPage, {})).items.map(({ name }) => name);
  const title = l10n.t('Add Agent');
  const steps = 3;
  let model: ModelChoice | undefined;
  let name = '';
  let mode: Mode = 'ask';
  const done = await takeSteps([
    async () => {
      const answer = await pickModel(board, { title, step: 1, steps });
      if (typeof answer === 'object') model = answer.value;
      return answer;
    },
    async () => {
      const value = name || (model ? freeName(model, taken) : '');
      const answer = await askText(
        { title, step: 2, steps, placeholder: l10n.t('Name'), prompt: l10n.t('Cards name their agent by it.'), value },
        (text) => nameProblem(text, taken),
      );
      if (typeof answer === 'object') name = answer.value.trim();
      return answer;
    },
    async () => {
      const answer = await askChoice({ title, step: 3, steps, placeholder: l10n.t('What may it do without asking?') }, modeChoices());
      if (typeof answer === 'object') mode = answer.value;
      return answer;
    },
  ]);
  return done && model ? session.call('agent.create', Agent, { name, model, mode }) : undefined;
}
