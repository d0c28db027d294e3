import * as z from 'zod';
import { runAgentLoop } from '../../src/core/agent/agentLoop.ts';
import { Conversation } from '../../src/core/agent/conversation.ts';
import { Limits } from '../../src/core/agent/limits.ts';
import { Parked, type LoopEnding, type LoopPorts } from '../../src/core/agent/loopPorts.ts';
import { ToolError } from '../../src/core/base/errors.ts';
import type { Effect } from '../../src/core/model/effect.ts';
import type { RequestAnswer, RequestBody } from '../../src/core/model/request.ts';
import type { RunEventBody } from '../../src/core/model/runEvent.ts';
import type { Budget } from '../../src/core/model/usage.ts';
import type { Provider } from '../../src/core/providers/provider.ts';
import { decide, grantsFor, type Grant } from '../../src/core/rules/policy.ts';
import { defineTool, type Tool, type ToolContext } from '../../src/core/tools/tool.ts';
import { countingIds } from './countingIds.ts';
import { FakeClock } from './fakeClock.ts';

const folder = { root: 'app', path: '' };

/** Two tools without a world: `look` reads, `act` does something that asks. Both write down that they ran. */
function twoTools(ran: string[]): Tool[] {
  const make = (name: string, effects: readonly Effect[], act: (what: string, context: ToolContext) => Promise<string>): Tool =>
    defineTool({
      name,
      description: name,
      input: z.object({ what: z.string() }),
      prepare: ({ what }, context) => ({
        summary: `${name} ${what}`,
        effects,
        run: async () => {
          ran.push(`${name} ${what}`);
          return act(what, context);
        },
      }),
    });
  return [
    make('look', [{ kind: 'read', at: folder, secret: false }], async (what) => {
      if (what === 'nothing') throw new ToolError('There is nothing.');
      return `saw ${what}`;
    }),
    make('act', [{ kind: 'command', command: 'act', folder, background: false }], async (what, { signal }) => {
      if (what === 'slowly')
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
      return `did ${what}`;
    }),
  ];
}

export interface LoopHarness {
  readonly ran: string[];
  readonly events: RunEventBody[];
  readonly asked: RequestBody[];
  readonly clock: FakeClock;
  readonly abort: AbortController;
  readonly conversation: Conversation;
  run(): Promise<LoopEnding>;
}

/** The loop over fake ports; `answers` are given to what is asked, in order, and then nobody is there. */
export function loopHarness(
  provider: Provider,
  options: { answers?: RequestAnswer[]; budget?: Budget; grants?: Grant[]; log?: RunEventBody[] } = {},
): LoopHarness {
  const ran: string[] = [];
  const events: RunEventBody[] = [];
  const asked: RequestBody[] = [];
  const clock = new FakeClock();
  const abort = new AbortController();
  const conversation = new Conversation();
  for (const body of options.log ?? []) conversation.apply(body);
  const grants = [...(options.grants ?? [])];
  const answers = [...(options.answers ?? [])];
  const record = (body: RunEventBody): void => {
    events.push(body);
    conversation.apply(body);
  };
  const ports: LoopPorts = {
    provider,
    conversation,
    clock,
    record,
    signal: abort.signal,
    ids: countingIds(),
    tools: new Map(twoTools(ran).map((tool) => [tool.declaration.name, tool])),
    limits: new Limits({ card: options.budget ?? {}, agent: {}, prices: null, clock }),
    recordDurably: async (body) => record(body),
    offers: (tool) => !tool.needsEditor,
    live: () => undefined,
    decide: (effects) => decide(effects, { mode: 'ask', grants }),
    grant: (effects) => grants.push(...grantsFor(effects)),
    ask: async (body) => {
      asked.push(body);
      const answer = answers.shift();
      if (!answer) throw new Parked('nobody is there');
      return answer;
    },
    toolContext: () => ({ signal: abort.signal }) as ToolContext,
  };
  return { ran, events, asked, clock, abort, conversation, run: () => runAgentLoop(ports) };
}
