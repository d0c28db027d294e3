import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { listModels, type ModelListing, type ModelServer } from '../../core/providers/modelList.ts';
import type { EditorKeys } from '../editorKeys.ts';
import { keyProblem } from './keyProblem.ts';
import { askText, type Answer, type StepTexts } from './quickSteps.ts';

/** How long a server may take to tell its models. */
const PATIENCE = 8000;

/** The models of a server that a person named; the wait is shown. Rejects with a `UserError` when its key cannot be looked up. */
export async function askForModels(server: ModelServer, keys: EditorKeys): Promise<ModelListing> {
  // A key file that cannot be read is said as what it is, not as a server that does not answer.
  await keys.find(new URL(server.baseUrl).origin);
  const location = vscode.ProgressLocation.Window;
  const title = l10n.t('Asking {0} for its models…', new URL(server.baseUrl).host);
  return vscode.window.withProgress({ location, title }, () =>
    listModels(server, { fetch, findKey: (origin) => keys.find(origin) }, AbortSignal.timeout(PATIENCE)),
  );
}

/** Asks for the key of an origin and keeps it in the editor's secret storage. An empty answer keeps what is there. */
export async function enterKey(origin: string, keys: EditorKeys, texts: Omit<StepTexts, 'placeholder'>): Promise<Answer<void>> {
  const known = (await keys.find(origin).catch(() => undefined)) !== undefined;
  const prompt = known
    ? l10n.t('A key for {0} is stored. Leave this empty to keep it.', origin)
    : l10n.t('It is kept in the secret storage of the editor and sent to {0} only. Leave this empty if the server needs none.', origin);
  const answer = await askText({ ...texts, placeholder: l10n.t('API key'), prompt, password: true }, (text) => keyProblem(text, origin));
  if (answer === undefined || answer === 'back') return answer;
  const key = answer.value.trim();
  if (key !== '') await keys.set(origin, key);
  return { value: undefined };
}

/** What a person is told of a server that was asked for its models; `undefined` when all is well. */
export function problemOf(listing: ModelListing, baseUrl: string): string | undefined {
  const { host } = new URL(baseUrl);
  switch (listing.kind) {
    case 'models':
      return listing.models.length > 0 ? undefined : l10n.t('{0} has no model yet. Load one there, or type its name.', host);
    case 'refused':
      return l10n.t('{0} refused the key (status {1}).', host, listing.status);
    case 'unreachable':
      return l10n.t('{0} cannot be reached. Is the server running, and is the address right?', host);
    case 'unknown':
      return l10n.t('{0} does not tell its models. Type the name of one.', host);
  }
}
