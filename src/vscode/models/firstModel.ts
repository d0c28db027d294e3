import * as l10n from '@vscode/l10n';
import { Agent, type ModelChoice } from '../../core/model/agent.ts';
import { showInformation } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';
import { freeName } from './agentNames.ts';
import { modelHome, rememberModel } from './modelHome.ts';
import { modelName, modelPlace } from './modelText.ts';
import { pickModel } from './pickModel.ts';

/** Lets a person choose a model where nobody does cards yet: on a board it becomes the first agent, elsewhere it is kept for the first board. */
export async function chooseFirstModel(parts: WindowParts): Promise<void> {
  const model = await askForModel(parts, l10n.t('Choose Model'));
  if (!model) return;
  const name = `${modelName(model)} (${modelPlace(model)})`;
  if (!parts.session.board)
    return void showInformation(l10n.t('Chosen: {0}. It is offered when the first card runs, and does the cards of the example.', name));
  const agent = await makeAgent(parts, model);
  void showInformation(l10n.t('Agent "{0}" does cards with {1}.', agent.name, name));
}

/** Asks which model does a card and makes an agent of it. Answers whether there is one now. */
export async function makeFirstAgent(parts: WindowParts): Promise<boolean> {
  await parts.session.require();
  const model = await askForModel(parts, l10n.t('Which Model Does the Card?'));
  if (model) await makeAgent(parts, model);
  return model !== undefined;
}

async function askForModel(parts: WindowParts, title: string): Promise<ModelChoice | undefined> {
  const answer = await pickModel(await modelHome(parts), { title });
  if (typeof answer !== 'object') return undefined;
  await rememberModel(parts.context, answer.value);
  return answer.value;
}

function makeAgent({ session }: WindowParts, model: ModelChoice): Promise<Agent> {
  return session.call('agent.create', Agent, { name: freeName(model, []), model });
}
