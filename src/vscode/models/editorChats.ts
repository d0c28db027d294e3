import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ModelChoice, ownVendor, type Agent } from '../../core/model/agent.ts';
import type { ModelRequest } from '../../core/providers/provider.ts';
import { createNodeIds } from '../../node/nodeIds.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { showWarning } from '../messages.ts';
import { findEditorModel, providerOfChat } from './editorModels.ts';

/** Asks for next to nothing: what counts is whether the model answers. */
const greeting: ModelRequest = { messages: [{ role: 'user', text: 'Answer with the word ok.', origin: 'rota' }], tools: [] };

/** The language models of the editor, our own left out; none when it has none or does not say. */
export async function listChats(): Promise<vscode.LanguageModelChat[]> {
  const chats = await vscode.lm.selectChatModels().then(
    (all) => all,
    () => [],
  );
  return chats.filter((chat) => chat.vendor !== ownVendor && ModelChoice.safeParse(choiceOfChat(chat)).success);
}

export function choiceOfChat({ vendor, family, id }: vscode.LanguageModelChat): ModelChoice {
  return { provider: 'editor', vendor, family, model: id };
}

/**
 * Whether agents may use a model. It is asked for a word, so that the editor asks for consent here, where somebody has just chosen the
 * model, and not in the middle of a queue. What keeps it from answering is shown.
 */
export async function isAllowed(chat: vscode.LanguageModelChat): Promise<boolean> {
  const title = l10n.t('Asking {0} for a word…', chat.name);
  const problem = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => findProblem(chat));
  if (problem !== undefined) void showWarning(problem);
  return problem === undefined;
}

/** Whether these agents may use their models of the editor; asks for consent where nobody gave it. Models that the editor lacks are left to the run, which says so. */
export async function areAllowed(agents: readonly Agent[], access: vscode.LanguageModelAccessInformation): Promise<boolean> {
  for (const { model } of agents) {
    const chat = model.provider === 'editor' ? await findEditorModel(model).catch(() => undefined) : undefined;
    if (chat && access.canSendRequest(chat) !== true && !(await isAllowed(chat))) return false;
  }
  return true;
}

async function findProblem(chat: vscode.LanguageModelChat): Promise<string | undefined> {
  for await (const event of providerOfChat(chat, { clock: nodeClock, ids: createNodeIds() }).stream(
    greeting,
    new AbortController().signal,
  )) {
    // The rest is not read, and canceled.
    if (event.type !== 'finish') return undefined;
    const { failure } = event.reply;
    if (failure?.kind === 'unauthorized')
      return l10n.t('VS Code did not give the model {0} to Rota. Choose it again to be asked again, or choose another model.', chat.name);
    return failure?.message;
  }
  return undefined;
}
