import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { JsonValue, parseJson } from '../base/json.ts';
import type { Agent, ModelChoice } from '../model/agent.ts';
import { EditorModelError } from './editorFailures.ts';
import type { CallPart, TextPart } from './editorMessages.ts';
import type { ModelReply, ModelRequest, Provider, ProviderFailureKind } from './provider.ts';

/** A model that Rota offers to the editor: one that an agent of the board has. */
export interface OfferedModel {
  /** Stays the same from window to window: the editor remembers by it which model a person chose. */
  readonly id: string;
  readonly choice: ModelChoice;
  /** Names of the agents that have it. */
  readonly agents: readonly string[];
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
}

/** Servers do not tell how much they read: who offers less refuses what is too long in its own words. */
const USUAL_CONTEXT = 128_000;
const MAX_OUTPUT = 16_384;

/** The models of agents, each once. Those of the editor are there already, and a simulation answers nothing. */
export function offeredModels(agents: readonly Pick<Agent, 'name' | 'model'>[]): OfferedModel[] {
  const offered = new Map<string, OfferedModel>();
  for (const { name, model } of agents) {
    const id = idOf(model);
    if (id === undefined) continue;
    const context = model.provider === 'ollama' ? model.contextTokens : USUAL_CONTEXT;
    const maxOutputTokens = Math.min(MAX_OUTPUT, Math.floor(context / 4));
    const known = offered.get(id) ?? { id, choice: model, agents: [], maxOutputTokens, maxInputTokens: context - maxOutputTokens };
    offered.set(id, { ...known, agents: [...known.agents, name] });
  }
  return [...offered.values()];
}

/** Answers a request of the editor: its parts as they come. What keeps the reply from being whole is thrown as an `EditorModelError`, after all that came. */
export async function* answerEditor(provider: Provider, request: ModelRequest, signal: AbortSignal): AsyncGenerator<TextPart | CallPart> {
  for await (const event of provider.stream(request, signal)) {
    if (event.type === 'text-delta') yield { type: 'text', text: event.text };
    if (event.type !== 'finish') continue;
    assertWhole(event.reply, provider.title);
    for (const call of event.reply.toolCalls) yield { type: 'call', id: call.id, name: call.name, input: inputOf(call, provider.title) };
  }
}

function idOf(model: ModelChoice): string | undefined {
  switch (model.provider) {
    case 'openai':
    case 'ollama':
      return `${model.provider}:${model.baseUrl}:${model.model}`;
    case 'scripted':
      return `scripted:${model.script}`;
    case 'editor':
    case 'simulated':
      return undefined;
  }
}

/** A reply that a person stopped is left as it is. The editor has no word for a reply that is cut, so it is an error. */
function assertWhole({ stopReason, failure }: ModelReply, title: string): void {
  switch (stopReason) {
    case 'stop':
    case 'tool-calls':
    case 'aborted':
      return;
    case 'error':
      throw new EditorModelError(codeOf(failure?.kind), failure?.message ?? title);
    case 'length':
      throw new EditorModelError(
        '',
        l10n.t('The reply of {0} is cut: it reached the longest that its server allows. Ask for less at once.', title),
      );
    case 'content-filter':
      throw new EditorModelError('Blocked', l10n.t('The server of {0} withheld the reply: its content filter refused it.', title));
    case 'cut':
      throw new EditorModelError('', l10n.t('The connection to {0} ended in the middle of its reply. Ask again.', title));
  }
}

function codeOf(kind: ProviderFailureKind | undefined): string {
  switch (kind) {
    case 'unauthorized':
    case 'not-configured':
      return 'NoPermissions';
    case 'unknown-model':
      return 'NotFound';
    case 'rate-limited':
      return 'Blocked';
    default:
      return '';
  }
}

function inputOf({ name, arguments: text }: ModelReply['toolCalls'][number], title: string): object {
  const input = parseJson(z.record(z.string(), JsonValue), text);
  if (!input) throw new EditorModelError('', l10n.t('{0} called the tool {1} with arguments that are no JSON object.', title, name));
  return input;
}
