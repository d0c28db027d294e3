import type { ModelMessage } from '../model/modelMessage.ts';

/** Share of the window that the prompt may fill; the rest is for the reply and for errors of the estimate. */
const FILL = 0.8;
/** Results of the newest calls stay: the model is working with them. */
const KEEP_RECENT = 6;
/** Dropping a result shorter than this gains nothing. */
const WORTH_DROPPING = 400;

/** Results to leave out so that the conversation fits, oldest and stalest first. */
export interface Compaction {
  readonly message: string;
  readonly droppedCalls: readonly string[];
}

/**
 * Chooses what to leave out of a conversation that grew past its window: first reads of files that were read or changed again later, then the
 * oldest other results. The task, its checks and all words of people stay. `undefined`: it fits, or nothing is left to drop.
 */
export function compact(
  messages: readonly ModelMessage[],
  limit: number,
  measure: (message: ModelMessage) => number,
): Compaction | undefined {
  const budget = limit * FILL;
  let size = messages.reduce((sum, message) => sum + measure(message), 0);
  if (size <= budget) return undefined;
  const droppedCalls: string[] = [];
  for (const candidate of candidates(messages)) {
    if (size <= budget) break;
    size -= measure(candidate);
    droppedCalls.push(candidate.callId);
  }
  if (droppedCalls.length === 0) return undefined;
  return { message: 'result left out to save space; call the tool again if you need it', droppedCalls };
}

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;

function candidates(messages: readonly ModelMessage[]): ToolMessage[] {
  const results = messages.filter((message) => message.role === 'tool');
  const old = results.slice(0, -KEEP_RECENT).filter((message) => message.text.length >= WORTH_DROPPING);
  const files = filesOf(messages);
  const lastUse = new Map<string, number>();
  for (const [index, message] of results.entries()) {
    const file = files.get(message.callId);
    if (file !== undefined) lastUse.set(file, index);
  }
  const isStale = (message: ToolMessage): boolean => {
    const file = files.get(message.callId);
    return message.name === 'read_file' && file !== undefined && (lastUse.get(file) ?? -1) > results.indexOf(message);
  };
  return [...old.filter(isStale), ...old.filter((message) => !isStale(message))];
}

/** The file each call names, by call id. */
function filesOf(messages: readonly ModelMessage[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const message of messages) {
    if (message.role !== 'assistant') continue;
    for (const call of message.toolCalls) {
      const path = /"path"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(call.arguments)?.[1];
      if (path !== undefined) files.set(call.id, path);
    }
  }
  return files;
}
