import * as vscode from 'vscode';
import { chatParticipantId } from '../contributions.ts';

/** What answers `@rota`, once it was loaded. */
export interface ChatAnswers {
  /** Answers one request of a chat. Errors become part of the answer, never an exception. */
  answer(
    request: vscode.ChatRequest,
    context: vscode.ChatContext,
    stream: vscode.ChatResponseStream,
    token: vscode.CancellationToken,
  ): Promise<vscode.ChatResult>;
  /** What a person may want to ask next. */
  followUps(result: vscode.ChatResult): vscode.ChatFollowup[];
}

/** Registers `@rota` where the editor has a chat. Loads nothing: the first request brings in the rest. */
export function registerChat(load: () => Promise<ChatAnswers>): vscode.Disposable {
  const { chat } = vscode as { chat?: Partial<typeof vscode.chat> };
  if (typeof chat?.createChatParticipant !== 'function') return new vscode.Disposable(() => undefined);
  const participant = chat.createChatParticipant(chatParticipantId, async (request, context, stream, token) =>
    (await load()).answer(request, context, stream, token),
  );
  participant.iconPath = new vscode.ThemeIcon('tasklist');
  participant.followupProvider = { provideFollowups: async (result) => (await load()).followUps(result) };
  return participant;
}
