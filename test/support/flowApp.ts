import { createHash } from 'node:crypto';
import { createApp, type App } from '../../src/app.ts';
import type { ActionCall } from '../../src/core/actions/action.ts';
import type { AgentDraft } from '../../src/core/model/agent.ts';
import { defaultBoard, type Board } from '../../src/core/model/board.ts';
import type { RequestAnswer } from '../../src/core/model/request.ts';
import type { RunEvent } from '../../src/core/model/runEvent.ts';
import type { Task, TaskDraft } from '../../src/core/model/task.ts';
import type { Provider } from '../../src/core/providers/provider.ts';
import type { Approver, RunPorts } from '../../src/core/runs/runPorts.ts';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import type { Consents } from '../../src/core/tasks/consents.ts';
import type { EditorServices } from '../../src/core/tools/editorServices.ts';
import type { ProcessRequest, ProcessResult, ProcessRunner } from '../../src/core/tools/processRunner.ts';
import { builtinTools } from '../../src/core/tools/catalog.ts';
import { countingIds } from './countingIds.ts';
import { FakeClock } from './fakeClock.ts';
import { memoryWorkArea, type MemoryWorkArea } from './memoryWorkArea.ts';
import { createMemoryTaskStore } from './memoryTaskStore.ts';

/** What a command does to the memory workspace, and how it ends. */
export type Command = (files: MemoryWorkArea, folder: string) => { exitCode: number; output: string };

interface FlowOptions {
  readonly files?: Record<string, string>;
  /** Names of the workspace folders; one, unless said otherwise. */
  readonly roots?: readonly string[];
  readonly model: Provider;
  readonly commands?: Record<string, Command>;
  /** Given in order to what is asked; after the last nobody is there. */
  readonly answers?: RequestAnswer[];
  /** Requests wait in the inbox while the run stays alive, as in an editor's window. */
  readonly attended?: boolean;
  /** Why no run may start at this host. */
  readonly refusal?: () => string | undefined;
  readonly agent?: Partial<AgentDraft>;
  /** What texts pass before anybody sees them; unchanged unless given. */
  readonly filter?: (text: string) => string;
  /** Runs at once; else one. */
  readonly slots?: number;
  /** The columns; else the usual ones. */
  readonly board?: Board;
  /** The editor, where there is one. */
  readonly editor?: EditorServices;
  /** Goes on with the store and workspace of an earlier app, as a new process would after the death of that one. */
  readonly after?: Flow;
}

/** A whole Rota in memory: real store, real tools, real loop; only model, files and processes are stand-ins at their ports. */
export interface Flow {
  readonly app: App;
  readonly store: TaskStore;
  readonly files: MemoryWorkArea;
  readonly clock: FakeClock;
  readonly consents: MemoryConsents;
  readonly ran: string[];
  add(draft: TaskDraft): Promise<Task>;
  call(name: string, input: unknown): Promise<unknown>;
  execute(...tasks: Task[]): Promise<Task[]>;
  log(task: Task): Promise<RunEvent[]>;
}

export const person: ActionCall = { actor: { kind: 'person', name: 'ada' }, door: 'cli', signal: new AbortController().signal };

export async function createFlow(options: FlowOptions): Promise<Flow> {
  const { after } = options;
  after?.app.dispatcher.dispose();
  const clock = after?.clock ?? new FakeClock();
  const ids = countingIds();
  const store = after?.store ?? (await createMemoryTaskStore({ ids }));
  const files = after?.files ?? memoryWorkArea(options.files ?? {}, options.roots);
  const consents = after?.consents ?? new MemoryConsents();
  const ran: string[] = [];
  const ports: RunPorts = {
    ...(options.editor && { editor: options.editor }),
    store,
    clock,
    ids,
    workArea: files,
    consents,
    tools: builtinTools,
    board: () => options.board ?? defaultBoard,
    log: { info: () => undefined, warn: () => undefined, error: (message, error) => console.error(message, error) },
    processes: scriptedProcesses(options.commands ?? {}, files, ran),
    approver: options.attended ? waitingApprover : answering(options.answers ?? []),
    ...(options.refusal && { refusal: options.refusal }),
    filter: options.filter ?? ((text) => text),
    createProvider: async () => options.model,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    holder: `host-${after ? 2 : 1}`,
    isHolderGone: (holder) => holder === 'host-1' && after !== undefined,
  };
  const app = createApp({ ...ports, slots: options.slots ?? 1 });
  const call = (name: string, input: unknown): Promise<unknown> => app.actions.call(name, input, person);
  if (!after) await call('agent.create', { name: 'coder', model: { provider: 'scripted', script: 'x' }, mode: 'edit', ...options.agent });
  return {
    app,
    store,
    files,
    clock,
    consents,
    ran,
    call,
    add: async (draft) => (await call('task.create', draft)) as Task,
    execute: async (...tasks) =>
      ((await call('task.execute', tasks.length === 0 ? {} : { tasks: tasks.map((task) => task.id) })) as { tasks: Task[] }).tasks,
    log: async (task) => {
      const runs = await store.listRuns({ task: task.id });
      return (await Promise.all(runs.items.reverse().map((run) => store.readRunEvents(run.id, 0)))).flat();
    },
  };
}

/** Consents in memory. */
export class MemoryConsents implements Consents {
  readonly #granted = new Set<string>();

  async has(...[kind, storeId, content]: Parameters<Consents['has']>): Promise<boolean> {
    return this.#granted.has(`${kind}\n${storeId}\n${content}`);
  }

  async grant(...[kind, storeId, content]: Parameters<Consents['grant']>): Promise<void> {
    this.#granted.add(`${kind}\n${storeId}\n${content}`);
  }

  clear(): void {
    this.#granted.clear();
  }
}

const waitingApprover: Approver = {
  answer: (_request, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })),
};

function answering(answers: RequestAnswer[]): Approver {
  return { answer: async () => answers.shift() };
}

function scriptedProcesses(commands: Record<string, Command>, files: MemoryWorkArea, ran: string[]): ProcessRunner {
  const run = ({ command, folder }: ProcessRequest): ProcessResult => {
    const text = 'shell' in command ? command.shell : command.argv.join(' ');
    ran.push(text);
    const found = commands[text];
    if (!found) return { exitCode: 127, ended: 'exit', output: `${text}: not found`, duration: 0 };
    return { ...found(files, folder), ended: 'exit', duration: 0 };
  };
  return {
    start: (request) => {
      const result = run(request);
      return {
        id: 1,
        result: Promise.resolve(result),
        readOutput: () => ({ text: result.output, next: result.output.length }),
        stop: async () => undefined,
      };
    },
    sweep: async () => 0,
  };
}
