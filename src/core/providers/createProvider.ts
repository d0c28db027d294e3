import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import type { Ids } from '../base/ids.ts';
import { editorModelTitle, type EditorModelChoice, type ModelChoice } from '../model/agent.ts';
import { EditorModelError, ELSEWHERE } from './editorFailures.ts';
import { createEditorProvider, type EditorModel } from './editorModel.ts';
import type { StreamLimits } from './limits.ts';
import { createOllama } from './ollama.ts';
import { createOpenAI } from './openai.ts';
import type { Provider } from './provider.ts';
import { createScripted } from './scripted.ts';
import { createSimulated } from './simulated.ts';
import type { StreamPorts } from './streamReply.ts';

/** What providers need of their host. */
export interface ProviderPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  /** The key for an origin (`https://api.openai.com`), or `undefined`: local servers need none. Asked anew for each request. */
  findKey(origin: string): Promise<string | undefined>;
  /** A sentence that tells a person how this host is given a key for an origin. */
  keyAdvice?(origin: string): string;
  /** The text of a script file; rejects with a sentence for people. */
  readScript(file: string): Promise<string>;
  readonly limits?: Partial<StreamLimits>;
  /** The model of the editor that the choice names; absent where no editor is. */
  readonly editorModel?: EditorModel | undefined;
}

/** Makes the provider of a model choice. Loads no SDK and sends nothing before its first `stream`. Throws `UserError` for an address that cannot be used. */
export function createProvider(choice: ModelChoice, ports: ProviderPorts): Provider {
  switch (choice.provider) {
    case 'scripted':
      return createScripted(choice.script, ports);
    case 'editor':
      return createEditorProvider(ports.editorModel ?? outOfReach(choice), ports);
    case 'simulated':
      return createSimulated();
    case 'openai':
      return createOpenAI({ ...choice, ...serverSettings(choice.baseUrl, ports) }, streamPorts(choice.baseUrl, ports));
    case 'ollama':
      return createOllama({ ...choice, ...serverSettings(choice.baseUrl, ports) }, streamPorts(choice.baseUrl, ports));
  }
}

function outOfReach(choice: EditorModelChoice): EditorModel {
  const title = editorModelTitle(choice);
  return { title, contextTokens: undefined, ask: () => Promise.reject(new EditorModelError(ELSEWHERE, title)) };
}

function serverSettings(baseUrl: string, ports: ProviderPorts): { keyAdvice: string; limits: Partial<StreamLimits> | undefined } {
  const { origin, username, password } = new URL(baseUrl);
  if (username !== '' || password !== '') {
    throw new UserError(
      'invalid',
      l10n.t('The base URL for {0} holds a user name or password. Take it out; keys are stored apart.', origin),
    );
  }
  const keyAdvice = ports.keyAdvice?.(origin) ?? l10n.t('Check the key that is stored for {0}.', origin);
  return { keyAdvice, limits: ports.limits };
}

/** A key is only ever looked up for the origin that it is sent to. */
function streamPorts(baseUrl: string, ports: ProviderPorts): StreamPorts {
  const { origin } = new URL(baseUrl);
  return {
    fetch: ports.fetch,
    clock: ports.clock,
    findKey: () => ports.findKey(origin),
    makeCallId: () => `call-${ports.ids.next()}`,
  };
}
