import { PassThrough } from 'node:stream';
import * as z from 'zod';
import { AgentPage } from '../../../src/core/actions/agentActions.ts';
import { RequestPage } from '../../../src/core/actions/runActions.ts';
import { TaskDetails, TaskPage } from '../../../src/core/actions/taskActions.ts';
import type { AgentDraft } from '../../../src/core/model/agent.ts';
import type { RequestAnswer } from '../../../src/core/model/request.ts';
import type { TaskId } from '../../../src/core/model/scalars.ts';
import { Task, type TaskDraft, type TaskRef } from '../../../src/core/model/task.ts';
import type { TaskStatus } from '../../../src/core/model/taskStatus.ts';
import type { Host } from '../../../src/cli/host.ts';
import { openNodeHost } from '../../../src/cli/nodeHost.ts';
import type { EditorServer } from './editorServer.ts';

const anything = z.unknown();

/**
 * Opens the board of a workspace within the process of the test, as the command line does it beside the editor, until `use` is through. Many steps
 * cost no more than one: nothing is started for each of them. Makes the board if there is none.
 */
export async function besideEditor<T>(server: EditorServer, folder: string, use: (board: BoardBeside) => Promise<T>): Promise<T> {
  const [stdin, stdout, stderr] = [new PassThrough().end(), new PassThrough().resume(), new PassThrough().resume()];
  const terminal = { stdin, stdout, stderr, env: { ...process.env, ROTA_DATA_DIR: server.rotaData }, folder };
  const host = await openNodeHost(terminal, undefined, { create: true, run: true });
  try {
    return await use(new BoardBeside(host));
  } finally {
    await host.close();
  }
}

/** What tests do with a board to prepare it or to look at it. */
export class BoardBeside {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Calls an action of the table as a person at the command line. */
  async call<S extends z.ZodType>(action: string, output: S, input: unknown): Promise<z.output<S>> {
    const call = { actor: { kind: 'person', name: 'ada' }, door: 'cli', signal: new AbortController().signal } as const;
    return output.parse(await this.#host.app.actions.call(action, input, call));
  }

  /** Adds a card; a title is enough. */
  addCard(card: string | TaskDraft): Promise<Task> {
    return this.call('task.create', Task, typeof card === 'string' ? { title: card } : card);
  }

  /** The card as it is now. */
  async readCard(card: TaskRef): Promise<Task> {
    return (await this.call('task.get', TaskDetails, { task: card })).task;
  }

  moveCard(card: TaskId, to: TaskStatus): Promise<Task> {
    return this.call('task.move', Task, { task: card, to });
  }

  /** Takes every card off the board. */
  async clearCards(): Promise<void> {
    const { items } = await this.call('task.list', TaskPage, { limit: 1000 });
    for (const { id } of items) await this.call('task.delete', anything, { task: id });
  }

  /** Leaves this agent and no other. */
  async haveOnly(agent: AgentDraft): Promise<void> {
    await this.removeAgents();
    await this.call('agent.create', anything, agent);
  }

  async removeAgents(): Promise<void> {
    const { items } = await this.call('agent.list', AgentPage, {});
    for (const { name } of items) await this.call('agent.remove', anything, { agent: name });
  }

  /** Lets an agent do a card here, beside the editor, until it comes to rest; what it asks is answered by `answer`. */
  async execute(card: TaskId, answer: (kind: 'approval' | 'question') => RequestAnswer = approve): Promise<Task> {
    for (;;) {
      await this.call('task.execute', anything, { tasks: [card] });
      const { items } = await this.call('inbox.list', RequestPage, {});
      const request = items.find(({ task }) => task === card);
      if (request === undefined) return this.readCard(card);
      if (request.body.kind !== 'approval' && request.body.kind !== 'question')
        throw new Error(`The card waits for something else: ${JSON.stringify(request.body)}`);
      await this.call('inbox.answer', anything, { request: request.id, answer: answer(request.body.kind) });
    }
  }
}

function approve(): RequestAnswer {
  return { kind: 'approve', scope: 'once' };
}
