import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ModelChoice } from '../../core/model/agent.ts';
import { listModels } from '../../core/providers/modelList.ts';
import { localServers, type LocalServer } from '../../core/providers/localServers.ts';
import { plainLabel } from '../plainText.ts';
import { choiceOfChat, isAllowed, listChats } from './editorChats.ts';
import type { ModelHome } from './modelHome.ts';
import { modelName, modelPlace } from './modelText.ts';
import { askChoice, type Answer, type Choice, type StepTexts } from './quickSteps.ts';
import { askServer, knownServices } from './askServer.ts';

/** How long a server on this machine may take to answer: a list that opens must not wait. */
const LOCAL_PATIENCE = 1500;

/** Where servers of this machine are looked for. */
const ownServers = localServers(process.env['OLLAMA_HOST']);

/** A model that can be chosen at once, a server to be asked about first, or another look at this machine. */
type Offer =
  | { readonly model: ModelChoice }
  | { readonly chat: vscode.LanguageModelChat }
  | { readonly service: string | undefined }
  | { readonly again: true };

/** Lets a person choose a model: those in use, those that servers on this machine or the editor have, or one of a server they name. */
export async function pickModel(home: ModelHome, texts: Pick<StepTexts, 'title' | 'step' | 'steps'>): Promise<Answer<ModelChoice>> {
  for (;;) {
    const offer = await askChoice<Offer>({ ...texts, placeholder: l10n.t('Choose a model') }, await firstChoices(home), {
      fill: (show, signal) => fillFound(home, show, signal),
    });
    if (offer === undefined || offer === 'back') return offer;
    if ('again' in offer.value) continue;
    if ('model' in offer.value) return { value: offer.value.model };
    if ('chat' in offer.value) {
      if (await isAllowed(offer.value.chat)) return { value: choiceOfChat(offer.value.chat) };
      continue;
    }
    const asked = await askServer(home.keys, texts.title, offer.value.service);
    if (asked !== 'back') return asked;
  }
}

async function firstChoices(home: ModelHome): Promise<Choice<Offer>[]> {
  const used = new Map((await home.store.listAgents()).map(({ model }) => [JSON.stringify(model), model]));
  const chosen = home.lastChosen && !used.has(JSON.stringify(home.lastChosen)) ? [choiceOf(home.lastChosen)] : [];
  return [
    ...headed(
      l10n.t('In use'),
      [...used.values()].map((model) => choiceOf(model)),
    ),
    ...headed(l10n.t('Chosen last'), chosen),
    ...servers(),
  ];
}

/** Asks the editor and every usual server of this machine at once; each is shown as it answers. */
async function fillFound(home: ModelHome, show: (choices: readonly Choice<Offer>[]) => void, signal: AbortSignal): Promise<void> {
  const first = await firstChoices(home);
  const found = new Map<LocalServer, Choice<Offer>[]>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LOCAL_PATIENCE)]);
  let chats: Choice<Offer>[] = [];
  const update = (more: readonly Choice<Offer>[] = []): void => {
    const local = ownServers.flatMap((server) => found.get(server) ?? []);
    const at = first.findIndex(({ label, kind }) => kind === vscode.QuickPickItemKind.Separator && label === serversTitle());
    show([
      ...first.slice(0, at),
      ...headed(l10n.t('On this machine'), local),
      ...headed(l10n.t('Models of VS Code'), chats),
      ...first.slice(at),
      ...more,
    ]);
  };
  const fromServers = ownServers.map(async (server) => {
    const listing = await listModels(server, { fetch, findKey: (origin) => home.keys.find(origin) }, limit);
    if (listing.kind !== 'models' || listing.models.length === 0) return;
    found.set(
      server,
      listing.models.flatMap((name) => modelOf(server, name)).map((model) => choiceOf(model, server.name)),
    );
    update();
  });
  const fromEditor = listChats().then((listed) => {
    chats = listed.map((chat) => ({
      label: plainLabel(chat.name),
      description: plainLabel(chat.vendor),
      iconPath: new vscode.ThemeIcon('chip'),
      value: { chat },
    }));
    update();
  });
  await Promise.all([...fromServers, fromEditor]);
  if (found.size === 0) update([lookAgain()]);
}

/** Says that no server was found here, and helps who starts one now. */
function lookAgain(): Choice<Offer> {
  const names = ownServers.map(({ name }) => name).join(', ');
  return {
    label: l10n.t('Look Again on This Machine'),
    description: l10n.t('none found of {0}', names),
    iconPath: new vscode.ThemeIcon('refresh'),
    value: { again: true },
  };
}

function modelOf({ provider, baseUrl }: LocalServer, model: string): ModelChoice[] {
  const parsed = ModelChoice.safeParse({ provider, baseUrl, model });
  return parsed.success ? [parsed.data] : [];
}

function choiceOf(model: ModelChoice, place = modelPlace(model)): Choice<Offer> {
  return { label: plainLabel(modelName(model)), description: place, iconPath: new vscode.ThemeIcon('chip'), value: { model } };
}

function servers(): Choice<Offer>[] {
  const cloud = knownServices.map(
    ({ name, baseUrl }): Choice<Offer> => ({
      label: `${name}…`,
      description: new URL(baseUrl).host,
      iconPath: new vscode.ThemeIcon('cloud'),
      value: { service: baseUrl },
    }),
  );
  return [
    { label: serversTitle(), kind: vscode.QuickPickItemKind.Separator },
    {
      label: l10n.t('OpenAI-Compatible Server…'),
      description: l10n.t('any address'),
      iconPath: new vscode.ThemeIcon('server'),
      value: { service: undefined },
    },
    ...cloud,
    { label: l10n.t('Without a model'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: l10n.t('Simulation'),
      description: l10n.t('pretends, changes nothing'),
      iconPath: new vscode.ThemeIcon('beaker'),
      value: { model: { provider: 'simulated' } },
    },
  ];
}

const serversTitle = (): string => l10n.t('Servers');

function headed(label: string, choices: readonly Choice<Offer>[]): Choice<Offer>[] {
  return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
}
