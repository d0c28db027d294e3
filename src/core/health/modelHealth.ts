import * as l10n from '@vscode/l10n';
import { messageOf } from '../base/errors.ts';
import type { Agent, EditorModelChoice, ModelChoice } from '../model/agent.ts';
import { listModels, type ModelListPorts, type ModelServer } from '../providers/modelList.ts';
import type { Found, HealthCheck } from './healthCheck.ts';

export interface ModelHealthPorts extends ModelListPorts {
  listAgents(): Promise<readonly Agent[]>;
  /** The text of a script file; rejects with a sentence for people. */
  readScript(file: string): Promise<string>;
  /** Whether the editor has a model now; absent where there is no editor. */
  hasEditorModel?(model: EditorModelChoice): Promise<boolean>;
}

/** Whether the model of each agent answers. Nothing is generated, so nothing is paid. */
export function modelCheck(ports: ModelHealthPorts): HealthCheck {
  return { id: 'model', title: l10n.t('Models'), look: (signal) => lookAtModels(ports, signal) };
}

async function lookAtModels(ports: ModelHealthPorts, signal: AbortSignal): Promise<Found[]> {
  const agents = await ports.listAgents();
  if (agents.length === 0)
    return [
      {
        state: 'warning',
        detail: l10n.t('There is no agent yet: nobody does cards. An agent is a model with tools and limits.'),
        fix: 'choose-model',
      },
    ];
  return Promise.all(
    agents.map(async ({ name, model, offline }) => {
      const found = await lookAtModel(model, ports, signal);
      const detail = offline ? `${found.detail} ${l10n.t('The agent is offline by hand and takes no cards.')}` : found.detail;
      return { title: l10n.t('Model of {0}', name), ...found, ...(found.fix === 'choose-model' ? { subject: name } : {}), detail };
    }),
  );
}

async function lookAtModel(model: ModelChoice, ports: ModelHealthPorts, signal: AbortSignal): Promise<Found> {
  switch (model.provider) {
    case 'openai':
    case 'ollama':
      return lookAtServer(model, ports, signal);
    case 'editor':
      if (!ports.hasEditorModel) return { state: 'note', detail: l10n.t('{0} lives in the editor and answers only there.', model.model) };
      return (await ports.hasEditorModel(model))
        ? { state: 'ok', detail: l10n.t('The editor has {0}.', model.model) }
        : {
            state: 'problem',
            detail: l10n.t('The editor does not have {0} now. Sign in to its provider, or choose another model.', model.model),
            fix: 'choose-model',
          };
    case 'scripted':
      return ports.readScript(model.script).then(
        (): Found => ({ state: 'note', detail: l10n.t('Replies are replayed from {0}.', model.script) }),
        (error: unknown): Found => ({ state: 'problem', detail: messageOf(error), fix: 'choose-model' }),
      );
    case 'simulated':
      return { state: 'note', detail: l10n.t('A simulation: it pretends, changes nothing, and its cards wait in review.') };
  }
}

async function lookAtServer(
  server: ModelServer & { readonly model: string },
  ports: ModelHealthPorts,
  signal: AbortSignal,
): Promise<Found> {
  const { origin, host } = new URL(server.baseUrl);
  const listing = await listModels(server, ports, signal);
  switch (listing.kind) {
    case 'models':
      return isAmong(server.model, listing.models)
        ? { state: 'ok', detail: l10n.t('{0} answers and has {1}.', host, server.model) }
        : {
            state: 'problem',
            detail: l10n.t('{0} answers, but does not have {1}. Load it there, or choose another model.', host, server.model),
            fix: 'choose-model',
          };
    case 'refused':
      return {
        state: 'problem',
        detail: l10n.t('{0} refuses the key, or wants one (status {1}).', host, listing.status),
        fix: 'set-key',
        subject: origin,
      };
    case 'unreachable':
      return {
        state: 'problem',
        detail: l10n.t('{0} cannot be reached. Start the server, or choose a model elsewhere.', host),
        fix: 'choose-model',
      };
    case 'unknown':
      return { state: 'note', detail: l10n.t('{0} answers and does not tell its models, so {1} was not looked for.', host, server.model) };
  }
}

/** Ollama leaves out the tag that it takes by itself. */
function isAmong(model: string, models: readonly string[]): boolean {
  return models.includes(model) || models.includes(`${model}:latest`);
}
