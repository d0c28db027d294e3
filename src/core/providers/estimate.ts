import type { ModelMessage } from '../model/modelMessage.ts';
import type { ModelRequest, ToolDeclaration } from './provider.ts';

const CHARACTERS_PER_TOKEN = 4;
/** What a chat template adds around each message. */
const TOKENS_PER_MESSAGE = 4;

/** About how many tokens a text of so many characters has. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** About how many tokens the model reads for a request: messages and tool declarations. */
export function estimateRequest(request: Pick<ModelRequest, 'messages' | 'tools'>): number {
  let tokens = 0;
  for (const message of request.messages) tokens += estimateMessage(message);
  return tokens + estimateTools(request.tools);
}

/** About how many tokens one message of the conversation has. */
export function estimateMessage(message: ModelMessage): number {
  let characters = message.text.length;
  if (message.role === 'assistant') {
    for (const call of message.toolCalls) characters += call.name.length + call.arguments.length;
  }
  return estimateTokens(characters) + TOKENS_PER_MESSAGE;
}

/** A run declares the same tools at every step. */
const toolTokens = new WeakMap<readonly ToolDeclaration[], number>();

function estimateTools(tools: readonly ToolDeclaration[]): number {
  if (tools.length === 0) return 0;
  let tokens = toolTokens.get(tools);
  if (tokens === undefined) {
    tokens = estimateTokens(JSON.stringify(tools).length);
    toolTokens.set(tools, tokens);
  }
  return tokens;
}
