import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Scope } from '../../core/base/scope.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Log } from '../../core/base/log.ts';
import { ownVendor } from '../../core/model/agent.ts';
import { EditorModelError } from '../../core/providers/editorFailures.ts';
import { fromEditorMessages } from '../../core/providers/editorMessages.ts';
import { answerEditor, offeredModels, type OfferedModel } from '../../core/providers/offeredModels.ts';
import { estimateMessage, estimateTokens } from '../../core/providers/estimate.ts';
import type { ModelRequest, ToolDeclaration } from '../../core/providers/provider.ts';
import { abortOf } from '../abort.ts';
import { plainLabel } from '../plainText.ts';
import type { OpenBoard } from '../openBoard.ts';
import type { Session } from '../session.ts';
import type { WindowParts } from '../windowParts.ts';
import { askForGuest } from './askForGuest.ts';
import { fromRequestMessage } from './editorParts.ts';
import { ModelGuests } from './modelGuests.ts';
import { modelName, modelPlace } from './modelText.ts';

/** The models of this board's agents, as the editor's own list shows and asks them. Without a board, or in Restricted Mode, there are none. */
export class OfferedModels implements Disposable {
  readonly #session: Session;
  readonly #changed: vscode.EventEmitter<void>;
  readonly #log: Log;
  readonly #scope = new Scope();
  readonly #guests: ModelGuests;
  #board: OpenBoard | undefined;
  /** What the editor was last told, to tell it only of what differs. */
  #told = '';

  /** Fires `changed` whenever the list differs. */
  constructor(session: Session, changed: vscode.EventEmitter<void>, { log, context }: Pick<WindowParts, 'log' | 'context'>) {
    this.#log = log;
    this.#session = session;
    this.#guests = new ModelGuests(context.extension.id, askForGuest);
    this.#changed = changed;
    this.#scope.add(session.onDidChange(() => this.#follow()));
    this.#scope.add(vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()));
    this.#follow();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  async list(): Promise<vscode.LanguageModelChatInformation[]> {
    const models = await this.#models();
    this.#told = JSON.stringify(models);
    return models.map(toInformation);
  }

  /** Streams the answer of a model. Rejects with what kept it from being whole; tokens and keys stay with its server. */
  async answer(...[{ id }, messages, options, progress, token]: AnswerArguments): Promise<void> {
    const { board } = this.#session;
    const model = (await this.#models()).find((each) => each.id === id);
    if (!board || !model) throw vscode.LanguageModelError.NotFound(l10n.t('No agent of this board has this model any more.'));
    if (!(await this.#guests.isAllowed(options, `${modelName(model.choice)} (${modelPlace(model.choice)})`)))
      throw vscode.LanguageModelError.NoPermissions(
        l10n.t('You did not let this extension ask the models of Rota. Reload the window to be asked again.'),
      );
    const { signal, dispose } = abortOf(token);
    try {
      for await (const part of answerEditor(await board.createProvider(model.choice), toModelRequest(messages, options), signal)) {
        progress.report(
          part.type === 'text'
            ? new vscode.LanguageModelTextPart(part.text)
            : new vscode.LanguageModelToolCallPart(part.id, part.name, part.input),
        );
      }
    } catch (error) {
      throw error instanceof EditorModelError ? toLanguageModelError(error) : error;
    } finally {
      dispose();
    }
  }

  /** About how many tokens a text or a message has. */
  countTokens(text: string | vscode.LanguageModelChatRequestMessage): number {
    if (typeof text === 'string') return estimateTokens(text.length);
    return fromEditorMessages([fromRequestMessage(text)]).reduce((sum, message) => sum + estimateMessage(message), 0);
  }

  async #models(): Promise<OfferedModel[]> {
    const { board } = this.#session;
    return board && vscode.workspace.isTrusted ? offeredModels(await board.store.listAgents()) : [];
  }

  #follow(): void {
    const { board } = this.#session;
    if (board === this.#board) return;
    this.#board = board;
    this.#changed.fire();
    if (!board) return;
    this.#introduce();
    this.#scope.add(board.store.onDidChange(({ others }) => others && this.#tell()));
  }

  /** The editor asks an extension for its models only when somebody needs one: its chat would find none, and refuse the first request. */
  #introduce(): void {
    vscode.lm
      .selectChatModels({ vendor: ownVendor })
      .then(undefined, (error: unknown) => this.#log.error('the editor does not take up models', error));
  }

  #tell(): void {
    this.#models().then(
      (models) => JSON.stringify(models) !== this.#told && this.#changed.fire(),
      (error: unknown) => this.#log.error('cannot tell the editor which models there are', error),
    );
  }
}

/** What the editor hands to a model of ours. */
type AnswerArguments = Parameters<vscode.LanguageModelChatProvider['provideLanguageModelChatResponse']>;

function toModelRequest(messages: AnswerArguments[1], options: AnswerArguments[2]): ModelRequest {
  const tools = (options.tools ?? []).map(toDeclaration);
  const conversation = fromEditorMessages(messages.map(fromRequestMessage));
  // Not every server can be told that it must call a tool; every model can.
  if (options.toolMode === vscode.LanguageModelChatToolMode.Required && tools.length > 0)
    conversation.push({ role: 'user', text: 'Answer by calling one of the tools.', origin: 'rota' });
  return { messages: conversation, tools };
}

function toDeclaration({ name, description, inputSchema }: vscode.LanguageModelChatTool): ToolDeclaration {
  return { name, description, parameters: { type: 'object', properties: {}, ...inputSchema } };
}

/** VS Code 1.116 leaves a model without this property, which the stable API does not name, out of its picker; 1.139 shows it either way. */
type Information = vscode.LanguageModelChatInformation & { readonly isUserSelectable: true };

function toInformation({ id, choice, agents, maxInputTokens, maxOutputTokens }: OfferedModel): Information {
  const name = plainLabel(modelName(choice));
  return {
    id,
    name,
    maxInputTokens,
    maxOutputTokens,
    family: name,
    version: '1',
    detail: plainLabel(modelPlace(choice)),
    tooltip: l10n.t('{0}: the model of {1} on the board of Rota', plainLabel(modelPlace(choice)), plainLabel(agents.join(', '))),
    capabilities: { toolCalling: true },
    isUserSelectable: true,
  };
}

function toLanguageModelError({ code, message }: EditorModelError): Error {
  switch (code) {
    case 'NoPermissions':
      return vscode.LanguageModelError.NoPermissions(message);
    case 'NotFound':
      return vscode.LanguageModelError.NotFound(message);
    case 'Blocked':
      return vscode.LanguageModelError.Blocked(message);
    default:
      return new Error(message);
  }
}
