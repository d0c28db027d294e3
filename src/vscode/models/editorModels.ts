import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageOf } from '../../core/base/errors.ts';
import { editorModelTitle, ownVendor, type EditorModelChoice } from '../../core/model/agent.ts';
import { EditorModelError } from '../../core/providers/editorFailures.ts';
import type { CallPart, TextPart } from '../../core/providers/editorMessages.ts';
import { createEditorProvider, type EditorModel, type EditorModelPorts } from '../../core/providers/editorModel.ts';
import type { Provider } from '../../core/providers/provider.ts';
import { withinTime } from '../timeLimit.ts';
import { toChatMessage, toChatTool } from './editorParts.ts';

/** How long the editor may take to tell its models: extensions that bring some may have to start first. */
const PATIENCE = { what: 'VS Code, asked for its models,', seconds: 30 };

/**
 * Turns any language model of the editor into a provider, such as the one that a person chose in the chat view. Asking it for the first time
 * may show the editor's dialog of consent: only where a person has just done something may it be used without `mayAsk`.
 */
export function providerOfChat(chat: vscode.LanguageModelChat, ports: EditorModelPorts): Provider {
  return createEditorProvider(editorModelOf(chat), ports);
}

/** A model of the editor for the core. With `mayAsk` nothing is sent unless it answers true. */
function editorModelOf(chat: vscode.LanguageModelChat, mayAsk: () => boolean = () => true): EditorModel {
  return {
    title: editorModelTitle({ vendor: chat.vendor, model: chat.id }),
    contextTokens: chat.maxInputTokens > 0 ? chat.maxInputTokens : undefined,
    ask: async (messages, tools, signal) => {
      if (!mayAsk()) throw new EditorModelError('NoPermissions', '');
      const source = new vscode.CancellationTokenSource();
      const cancel = (): void => source.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        const response = await chat.sendRequest(
          messages.map(toChatMessage),
          { justification: justification(), tools: tools.map(toChatTool) },
          source.token,
        );
        return readParts(response, () => signal.removeEventListener('abort', cancel));
      } catch (error) {
        signal.removeEventListener('abort', cancel);
        throw asEditorModelError(error);
      }
    },
  };
}

/** The model that an agent's choice names, ready to be asked by a run: nothing is sent, and no dialog comes up, before a person has allowed it. */
export async function openEditorModel(choice: EditorModelChoice, access: vscode.LanguageModelAccessInformation): Promise<EditorModel> {
  try {
    const chat = await findEditorModel(choice);
    return chat ? editorModelOf(chat, () => access.canSendRequest(chat) === true) : failing(choice, new EditorModelError('NotFound', ''));
  } catch (error) {
    return failing(choice, asEditorModelError(error));
  }
}

/** The model by its id, else one of the same family, if the editor has it now. Our own models are none. */
export async function findEditorModel({ vendor, family, model }: EditorModelChoice): Promise<vscode.LanguageModelChat | undefined> {
  const offered = (await withinTime(vscode.lm.selectChatModels({ vendor }), PATIENCE)).filter((chat) => chat.vendor !== ownVendor);
  return offered.find(({ id }) => id === model) ?? offered.find((chat) => family !== '' && chat.family === family);
}

function failing(choice: EditorModelChoice, error: EditorModelError): EditorModel {
  return { title: editorModelTitle(choice), contextTokens: undefined, ask: () => Promise.reject(error) };
}

async function* readParts({ stream }: vscode.LanguageModelChatResponse, end: () => void): AsyncGenerator<TextPart | CallPart> {
  try {
    for await (const part of stream) {
      // Thinking, images and what later editors may send are no part of the answer.
      if (part instanceof vscode.LanguageModelTextPart) yield { type: 'text', text: part.value };
      else if (part instanceof vscode.LanguageModelToolCallPart)
        yield { type: 'call', id: part.callId, name: part.name, input: part.input };
    }
  } catch (error) {
    throw asEditorModelError(error);
  } finally {
    end();
  }
}

/** Errors of the editor name their kind in `code`; some providers only in the name of what they threw. */
function asEditorModelError(error: unknown): EditorModelError {
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  const names = error instanceof Error ? [error.cause, error].flatMap((each) => (each instanceof Error ? [each.name] : [])) : [];
  return new EditorModelError(code === '' || code === 'Unknown' ? (names.find((name) => name !== 'Error') ?? '') : code, messageOf(error), {
    cause: error,
  });
}

function justification(): string {
  return l10n.t('Agents of Rota do the cards of your board with it.');
}
