import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ModelChoice } from '../../core/model/agent.ts';
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
    const answer = await askText({ ...place(1), placeholder: 'http://127.0.0.1:8080/v1', prompt: l10n.t('Address of a server that speaks Chat Completions'), value: baseUrl }, addressProblem);
    if (typeof answer === 'object') baseUrl = answer.value.trim();
    return answer;
  };
  const key = (): Promise<Answer<unknown>> => enterKey(new URL(baseUrl).origin, keys, place(steps - 1));
  const name = async (): Promise<Answer<unknown>> => {
    const answer = await askModelName(baseUrl, keys, place(steps));
    if (typeof answer === 'object') model = answer.value;
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

/** One of the models that the server tells, or a name that is typed. */
async function askModelName(baseUrl: string, keys: EditorKeys, texts: Place): Promise<Answer<string>> {
  const listing = await askForModels({ provider: 'openai', baseUrl }, keys);
  const problem = problemOf(listing, baseUrl);
  const choices = listing.kind === 'models' ? listing.models.map((name): Choice<string> => ({ label: plainLabel(name), value: name })) : [];
  const typed = (text: string): Choice<string> => ({ label: text, description: l10n.t('as typed'), iconPath: new vscode.ThemeIcon('edit'), alwaysShow: true, value: text.slice(0, 300) });
  return askChoice({ ...texts, placeholder: problem ?? l10n.t('Choose a model, or type its name') }, choices, { typed });
}

/** What is wrong with the address of a server; keys do not belong into it. */
export function addressProblem(text: string): string | undefined {
  const address = text.trim();
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return l10n.t('An address that begins with http:// or https:// is expected.');
  const { username, password } = new URL(address);
  return username !== '' || password !== '' ? l10n.t('Leave user name and password out: the key is asked for next.') : undefined;
}
