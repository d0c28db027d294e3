import type { ActionTable } from '../../core/actions/actionTable.ts';
import { runAgentLoop } from '../../core/agent/agentLoop.ts';
import { Conversation } from '../../core/agent/conversation.ts';
import { Limits } from '../../core/agent/limits.ts';
import type { LoopEnding, LoopPorts } from '../../core/agent/loopPorts.ts';
import type { Clock } from '../../core/base/clock.ts';
import { ToolError } from '../../core/base/errors.ts';
import type { Ids } from '../../core/base/ids.ts';
import type { Actor } from '../../core/model/actor.ts';
import type { RunEventBody } from '../../core/model/runEvent.ts';
import type { Task } from '../../core/model/task.ts';
import type { Provider } from '../../core/providers/provider.ts';
import { decide } from '../../core/rules/policy.ts';
import { LiveText } from '../../core/runs/liveText.ts';
import { filterTexts, type TextFilter } from '../../core/runs/textFilter.ts';
import type { TaskTools, ToolContext } from '../../core/tools/tool.ts';
import { chatCall, chatTasks, chatTools } from './chatTools.ts';
import { SafeMarkdown } from './safeMarkdown.ts';

/** An answer takes a few looks at the board; whatever needs more is work for a card. */
const budget = { steps: 20, minutes: 10 } as const;
const MOST_NAME = 150;

/** What answering a request with a model needs. */
export interface ChatLoopPorts extends Pick<ToolContext, 'workArea' | 'processes' | 'signal'> {
  readonly provider: Provider;
  /** As people know it. */
  readonly model: string;
  readonly actions: ActionTable;
  readonly filter: TextFilter;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly chat: string;
  /** Shows Markdown that is safe to show, as it comes. */
  write(markdown: string): void;
  progress(text: string): void;
  /** The model proposed a card. */
  onAdded(task: Task): void;
}

/**
 * Lets a model answer with the tools of cards, in its own name: it proposes, a person accepts. `opening` is all that it reads first. The loop is
 * that of every agent; what is said here is kept by the chat and not by the board.
 */
export function runChatLoop(ports: ChatLoopPorts, opening: readonly RunEventBody[]): Promise<LoopEnding> {
  const { provider, clock, ids, signal, filter } = ports;
  const actor: Actor = { kind: 'agent', name: `chat ${ports.model}`.slice(0, MOST_NAME) };
  const call = chatCall(ports.actions, actor, signal);
  const tasks = chatTasks({ ...ports, call, actor });
  const conversation = new Conversation();
  for (const body of opening) conversation.apply(filterTexts(body, filter));
  const saying = new Saying(ports);
  const record = (body: RunEventBody): void => {
    const filtered = filterTexts(body, filter);
    conversation.apply(filtered);
    if (filtered.type === 'text') saying.end();
    if (filtered.type === 'tool-start') ports.progress(filtered.summary);
  };
  const loop: LoopPorts = {
    provider,
    conversation,
    record,
    signal,
    clock,
    ids,
    tools: new Map(chatTools(call).map((tool) => [tool.declaration.name, tool])),
    offers: () => true,
    limits: new Limits({ card: {}, agent: budget, prices: null, clock }),
    recordDurably: (body) => Promise.resolve(record(body)),
    live: (event) => event.type === 'text-delta' && saying.push(event.text),
    decide: (effects) => decide(effects, { mode: 'ask', grants: [] }),
    grant: () => undefined,
    // Nobody is asked from here: what would need a person is refused, and an answer that takes too long ends.
    ask: () => Promise.resolve({ kind: 'stop' }),
    toolContext: () => toolContext(ports, tasks),
  };
  return runAgentLoop(loop);
}

/** What the model says, filtered in portions and made safe piece by piece; each reply is a paragraph of its own. */
class Saying {
  readonly #write: (markdown: string) => void;
  readonly #live: LiveText;
  #safe: SafeMarkdown;

  constructor({ clock, filter, write }: ChatLoopPorts) {
    this.#write = write;
    this.#safe = new SafeMarkdown(write);
    this.#live = new LiveText({ clock, filter, emit: (text) => this.#safe.push(text) });
  }

  push(text: string): void {
    this.#live.push(text);
  }

  end(): void {
    this.#live.end();
    this.#safe.end();
    this.#safe = new SafeMarkdown(this.#write);
    this.#write('\n\n');
  }
}

/** The tools of a chat touch cards only. */
function toolContext({ workArea, processes, signal, chat }: ChatLoopPorts, tasks: TaskTools): ToolContext {
  const refuse = (): Promise<never> => Promise.reject(new ToolError('This cannot be done in a chat.'));
  return {
    workArea,
    processes,
    tasks,
    signal,
    memory: { readHashes: new Map(), processes: new Map() },
    tag: chat,
    change: refuse,
    touched: () => [],
    ask: refuse,
    output: () => undefined,
  };
}
