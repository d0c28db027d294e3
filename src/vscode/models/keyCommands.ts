import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { ModelServer } from '../../core/providers/modelList.ts';
import { showError, showInformation, showWarning } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';
import { addressProblem, knownServices } from './askServer.ts';
import { askForModels, enterKey } from './enterKey.ts';
import { modelHome, type ModelHome } from './modelHome.ts';
import { askChoice, askText, type Choice } from './quickSteps.ts';

/** An origin as the server there. */
const Origin = z.url({ protocol: /^https?$/ }).transform((baseUrl): ModelServer => ({ provider: 'openai', baseUrl }));

/** Asks for the key of a server, the one at `named` or one that is picked, keeps it and tries it at once. */
export async function setKey(parts: WindowParts, named?: unknown): Promise<void> {
  const home = await modelHome(parts);
  const title = l10n.t('Set API Key');
  const server = Origin.safeParse(named).data ?? (await askWhich(home, title));
  if (!server) return;
  const { origin, host } = new URL(server.baseUrl);
  const entered = await enterKey(origin, home.keys, { title });
  if (typeof entered !== 'object') return;
  if ((await home.keys.find(origin)) === undefined) return;
  const listing = await askForModels(server, home.keys);
  switch (listing.kind) {
    case 'models':
      return void showInformation(l10n.t('The key works: {0} offers {1} models.', host, listing.models.length));
    case 'refused':
      return void showError(l10n.t('{0} refused the key (status {1}). It is stored; set it again to replace it.', host, listing.status));
    case 'unreachable':
      return void showWarning(l10n.t('The key is stored, but {0} cannot be reached now to try it.', host));
    case 'unknown':
      return void showInformation(l10n.t('The key is stored. {0} does not tell its models, so it could not be tried.', host));
  }
}

/** Forgets a key that was entered in this editor. */
export async function removeKey(parts: WindowParts): Promise<void> {
  const { keys } = await modelHome(parts);
  const origins = keys.origins();
  if (origins.length === 0)
    return void showInformation(l10n.t('No key was entered in this editor. Keys of the environment and of keys.json are removed there.'));
  const answer = await askChoice(
    { title: l10n.t('Remove API Key'), placeholder: l10n.t('Of which server?') },
    origins.map((origin): Choice<string> => ({ label: origin, iconPath: new vscode.ThemeIcon('key'), value: origin })),
  );
  if (typeof answer !== 'object') return;
  await keys.remove(answer.value);
  void showInformation(l10n.t('The key for {0} is removed from this editor.', answer.value));
}

/** The servers of agents, those a key is stored for, the known ones, or any other. */
async function askWhich({ store, keys }: ModelHome, title: string): Promise<ModelServer | undefined> {
  const servers = new Map<string, ModelServer>();
  const add = (server: ModelServer): void =>
    void (servers.has(new URL(server.baseUrl).origin) || servers.set(new URL(server.baseUrl).origin, server));
  for (const { model } of await store.listAgents()) if (model.provider === 'openai' || model.provider === 'ollama') add(model);
  for (const { baseUrl } of knownServices) add({ provider: 'openai', baseUrl });
  for (const origin of keys.origins()) add({ provider: 'openai', baseUrl: origin });
  const choices: Choice<ModelServer | undefined>[] = [...servers].map(([origin, server]) => ({
    label: new URL(origin).host,
    description: keys.origins().includes(origin) ? l10n.t('a key is stored') : '',
    iconPath: new vscode.ThemeIcon('server'),
    value: server,
  }));
  const answer = await askChoice({ title, placeholder: l10n.t('For which server?') }, [
    ...choices,
    { label: l10n.t('Another Server…'), iconPath: new vscode.ThemeIcon('add'), value: undefined },
  ]);
  if (typeof answer !== 'object' || answer.value) return typeof answer === 'object' ? answer.value : undefined;
  const address = await askText(
    { title, placeholder: 'https://models.example.com/v1', prompt: l10n.t('Address of the server') },
    addressProblem,
  );
  return typeof address === 'object' ? { provider: 'openai', baseUrl: address.value.trim() } : undefined;
}
