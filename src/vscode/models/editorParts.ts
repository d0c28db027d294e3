import * as vscode from 'vscode';
import type { EditorMessage, EditorPart } from '../../core/providers/editorMessages.ts';
import type { ToolDeclaration } from '../../core/providers/provider.ts';

/** Requests of the editor itself may hold this role, which it offers to no extension. */
const SYSTEM = 3;

/** A message of ours in the editor's classes. */
export function toChatMessage({ role, parts }: EditorMessage): vscode.LanguageModelChatMessage {
  const { Assistant, User } = vscode.LanguageModelChatMessageRole;
  return new vscode.LanguageModelChatMessage(role === 'assistant' ? Assistant : User, parts.map(toPart));
}

export function toChatTool({ name, description, parameters }: ToolDeclaration): vscode.LanguageModelChatTool {
  return { name, description, inputSchema: parameters };
}

/** A message of a request of the editor, without its classes. */
export function fromRequestMessage({ role, content }: vscode.LanguageModelChatRequestMessage): EditorMessage {
  const system = (role as number) === SYSTEM;
  return {
    role: system ? 'system' : role === vscode.LanguageModelChatMessageRole.Assistant ? 'assistant' : 'user',
    parts: content.flatMap(fromPart),
  };
}

function toPart(part: EditorPart): vscode.LanguageModelInputPart {
  switch (part.type) {
    case 'text':
      return new vscode.LanguageModelTextPart(part.text);
    case 'call':
      return new vscode.LanguageModelToolCallPart(part.id, part.name, part.input);
    case 'result':
      return new vscode.LanguageModelToolResultPart(part.id, [new vscode.LanguageModelTextPart(part.text)]);
  }
}

function fromPart(part: unknown): EditorPart[] {
  if (part instanceof vscode.LanguageModelToolCallPart) return [{ type: 'call', id: part.callId, name: part.name, input: part.input }];
  if (part instanceof vscode.LanguageModelToolResultPart)
    return [{ type: 'result', id: part.callId, text: part.content.map(textOf).join('') }];
  const text = textOf(part);
  return text === '' ? [] : [{ type: 'text', text }];
}

/** Text as it is; of other data what a model that only reads text can be told. Marks that the editor sets for servers of its own are nothing. */
function textOf(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (part instanceof vscode.LanguageModelPromptTsxPart) return JSON.stringify(part.value);
  if (!(part instanceof vscode.LanguageModelDataPart)) return '';
  if (/^text\/|\bjson\b/.test(part.mimeType)) return new TextDecoder().decode(part.data);
  return part.mimeType.startsWith('image/') ? '[An image is here that this model cannot be shown.]' : '';
}
