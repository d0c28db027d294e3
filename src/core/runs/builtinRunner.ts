import { ToolError } from '../base/errors.ts';
import { runAgentLoop } from '../agent/agentLoop.ts';
import { Conversation } from '../agent/conversation.ts';
import type { Limits } from '../agent/limits.ts';
import type { LoopPorts } from '../agent/loopPorts.ts';
import type { Runner } from '../agent/runner.ts';
import type { Agent } from '../model/agent.ts';
import type { LiveEvent, RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { RequestBody } from '../model/request.ts';
import type { Task } from '../model/task.ts';
import type { Provider } from '../providers/provider.ts';
import { decide, grantsFor, type Grant } from '../rules/policy.ts';
import type { WriteContext } from '../store/taskStore.ts';
import { agentTasks } from '../tasks/agentTasks.ts';
import type { RunMemory, Tool, ToolContext } from '../tools/tool.ts';
import type { Asking } from './asking.ts';
import type { FileKeeper } from './fileKeeper.ts';
import { LiveText } from './liveText.ts';
import type { RunPorts } from './runPorts.ts';
import type { RunRecorder } from './runRecorder.ts';
import type { SeenFiles } from './seenFiles.ts';
import { filterTexts, type TextFilter } from './textFilter.ts';

/** What one run of the built-in loop works with. */
export interface BuiltinRunnerOptions {
  readonly ports: RunPorts;
  readonly task: Task;
  readonly agent: Agent;
  readonly provider: Provider;
  readonly limits: Limits;
  readonly recorder: RunRecorder;
  readonly asking: Asking;
  readonly files: FileKeeper;
  readonly seen: SeenFiles;
  /** The log so far, when the run is taken up again. */
  readonly log: readonly RunEvent[];
  readonly grants: readonly Grant[];
  readonly signal: AbortSignal;
  readonly tag: string;
  live(event: LiveEvent): void;
  context(): WriteContext;
}

/** Our own loop as a runner: gives it tools, memory, policy and grants of this run. */
export function builtinRunner(options: BuiltinRunnerOptions): Runner {
  const { recorder, ports, signal } = options;
  const conversation = new Conversation();
  for (const event of options.log) conversation.apply(event.body);
  const memory: RunMemory = { readHashes: options.seen, processes: new Map() };
  const grants: Grant[] = [...options.grants];
  const live = liveTexts(options);
  const record = (body: RunEventBody): void => {
    for (const text of Object.values(live)) text.end();
    conversation.apply(recorder.record(body));
  };
  const loop: LoopPorts = {
    provider: options.provider,
    tools: toolsOf(options.agent, ports.tools),
    offers: (tool) => !tool.needsEditor || ports.editor !== undefined,
    conversation,
    limits: options.limits,
    signal,
    clock: ports.clock,
    ids: ports.ids,
    record,
    recordDurably: async (body) => {
      record(body);
      await Promise.all([recorder.flush(), options.seen.saved()]);
    },
    live: (event) => live[event.type].push(event.text),
    decide: (effects) => decide(effects, { mode: options.agent.mode, grants }),
    grant: (effects) => grants.push(...grantsFor(effects)),
    ask: async (body) => {
      assertShown(body, ports.filter);
      return options.limits.whilePaused(() => options.asking.ask(filterTexts(body, ports.filter)));
    },
    toolContext: (callId) => toolContext(callId, memory, options, (question, choices) => askPerson(loop, callId, question, choices)),
  };
  return {
    work: (prompts) => {
      for (const prompt of prompts) record({ type: 'prompt', ...prompt });
      return runAgentLoop(loop);
    },
    close: async () => {
      await Promise.all([...memory.processes.values()].map((process) => process.stop()));
    },
  };
}

/** What a person cannot see as it is, they cannot approve: a masked stretch could hide the command that matters. */
function assertShown(body: RequestBody, filter: TextFilter): void {
  if (body.kind !== 'approval') return;
  const decisive = body.effects.flatMap((effect) => {
    if (effect.kind === 'command') return [effect.command, effect.folder.path];
    return effect.kind === 'read' || effect.kind === 'write' ? [effect.at.path] : [];
  });
  if (decisive.every((text) => filter(text) === text)) return;
  throw new ToolError(
    'This holds text that a person would not see as it is (invisible characters, or something that looks like a key), so nobody can approve it. Write it in plain text, and take keys from a file or the environment.',
  );
}

/** What the model says and thinks, each as one stream. */
function liveTexts({ ports, live }: BuiltinRunnerOptions): Record<'text-delta' | 'reasoning-delta', LiveText> {
  const stream = (type: 'text-delta' | 'reasoning-delta'): LiveText =>
    new LiveText({ clock: ports.clock, filter: ports.filter, emit: (text) => live({ type, text }) });
  return { 'text-delta': stream('text-delta'), 'reasoning-delta': stream('reasoning-delta') };
}

function toolsOf(agent: Agent, all: readonly Tool[]): Map<string, Tool> {
  const allowed = all.filter((tool) => agent.tools === null || agent.tools.includes(tool.declaration.name));
  return new Map(allowed.map((tool) => [tool.declaration.name, tool]));
}

function toolContext(callId: string, memory: RunMemory, options: BuiltinRunnerOptions, ask: ToolContext['ask']): ToolContext {
  const { ports, agent, task } = options;
  return {
    workArea: ports.workArea,
    processes: ports.processes,
    editor: ports.editor,
    tasks: agentTasks(ports, task, { kind: 'agent', name: agent.name }, options.context),
    memory,
    signal: options.signal,
    tag: options.tag,
    change: (change) => options.files.apply(change),
    touched: () => options.files.touched(),
    ask,
    output: (text) => options.live({ type: 'tool-output', callId, text: ports.filter(text) }),
  };
}

async function askPerson(loop: LoopPorts, callId: string, question: string, choices: readonly string[]): Promise<string> {
  const answer = await loop.ask({ kind: 'question', callId, question, choices: [...choices] });
  if (answer.kind === 'text') return answer.text;
  throw new ToolError('The person did not answer the question. Decide by yourself, or say what blocks you.');
}
