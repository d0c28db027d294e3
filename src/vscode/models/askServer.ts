import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ModelChoice } from '../../core/model/agent.ts';
import type { ModelListing, ModelServer } from '../../core/providers/modelList.ts';
import type { EditorKeys } from '../editorKeys.ts';
import { plainLabel } from '../plainText.ts';
import { askForModels, enterKey, problemOf } from './enterKey.ts';
import { askChoice, askText, takeSteps, type Answer, type Choice, type StepTexts } from './quickSteps.ts';

/** Services that many people have a key for. */
export const knownServices: readonly { readonly name: string; readonly baseUrl: string }[] = [
  { name: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
  { name: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1' },
];

type Place = Required<Pick<StepTexts, 'title' | 'step' | 'steps' | 'canGoBack'>>;

/** Address, key and model of a server that speaks Chat Completions; `service` is its address when it is known already. */
export async function askServer(keys: EditorKeys, title: string, service: string | undefined): Promise<Answer<ModelChoice>> {
  let baseUrl = service ?? '';
  let model = '';
  const steps = service === undefined ? 3 : 2;
  const place = (step: number): Place => ({ title, step, steps, canGoBack: true });
  const address = async (): Promise<Answer<unknown>> => {
    toAddress = false;
    const answer = await askText(
      {
        ...place(1),
        placeholder: 'http://127.0.0.1:8080/v1',
        prompt: l10n.t('Address of a server that speaks Chat Completions'),
        value: baseUrl,
      },
      addressProblem,
    );
    if (typeof answer === 'object') baseUrl = answer.value.trim();
    return answer;
  };
  let toAddress = false;
  const key = async (): Promise<Answer<unknown>> => (toAddress ? 'back' : enterKey(new URL(baseUrl).origin, keys, place(steps - 1)));
  const name = async (): Promise<Answer<unknown>> => {
    const answer = await askModelName({ provider: 'openai', baseUrl }, keys, place(steps), service === undefined);
    if (typeof answer !== 'object') return answer;
    toAddress = answer.value.kind === 'change-address';
    if (answer.value.kind !== 'model') return 'back';
    model = answer.value.name;
    return answer;
  };
  let wentBack = false;
  const first = async (step: () => Promise<Answer<unknown>>): Promise<Answer<unknown>> => {
    const answer = await step();
    wentBack = answer === 'back';
    return wentBack ? undefined : answer;
  };
  const done = await takeSteps(service === undefined ? [() => first(address), key, name] : [() => first(key), name]);
  if (!done) return wentBack ? 'back' : undefined;
  return { value: ModelChoice.parse({ provider: 'openai', baseUrl, model }) };
}

/** What a person does where the models of a server should be. */
type ModelStep = { readonly kind: 'model'; readonly name: string } | { readonly kind: 'again' | 'change-address' | 'change-key' };

/** One of the models that the server tells, or a name that is typed. Where it tells none the reason stays in sight, with what can be done about it. */
async function askModelName(server: ModelServer, keys: EditorKeys, texts: Place, ownAddress: boolean): Promise<Answer<ModelStep>> {
  const typed = (text: string): Choice<ModelStep> => ({
    label: text,
    description: l10n.t('as typed'),
    iconPath: new vscode.ThemeIcon('edit'),
    alwaysShow: true,
    value: { kind: 'model', name: text.slice(0, 300) },
  });
  for (;;) {
    const listing = await askForModels(server, keys);
    const models =
      listing.kind === 'models'
        ? listing.models.map((name): Choice<ModelStep> => ({ label: plainLabel(name), value: { kind: 'model', name } }))
        : [];
    const prompt = problemOf(listing, server.baseUrl);
    const placeholder = models.length > 0 ? l10n.t('Choose a model, or type its name') : l10n.t('Type the name of a model');
    const answer = await askChoice({ ...texts, placeholder, prompt }, [...models, ...remediesOf(listing, ownAddress)], { typed });
    if (typeof answer !== 'object' || answer.value.kind !== 'again') return answer;
  }
}

function remediesOf(listing: ModelListing, ownAddress: boolean): Choice<ModelStep>[] {
  if (listing.kind === 'models' && listing.models.length > 0) return [];
  const row = (label: string, icon: string, to: 'again' | 'change-address' | 'change-key'): Choice<ModelStep> => ({
    label,
    iconPath: new vscode.ThemeIcon(icon),
    alwaysShow: true,
    value: { kind: to },
  });
  const again = row(l10n.t('Try Again'), 'refresh', 'again');
  const key = row(l10n.t('Change Key…'), 'key', 'change-key');
  const address = ownAddress ? [row(l10n.t('Change Address…'), 'edit', 'change-address')] : [];
  return listing.kind === 'refused' ? [key, again, ...address] : [again, ...address, key];
}

/** What is wrong with the address of a server; keys do not belong into it. */
export function addressProblem(text: string): string | undefined {
  const address = text.trim();
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    return l10n.t('An address that begins with http:// or https:// is expected.');
  const { username, password } = new URL(address);
  return username !== '' || password !== '' ? l10n.t('Leave user name and password out: the key is asked for next.') : undefined;
}
