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
 * cost no more than one: nothing is started for each of them. Makes the board if there is none. Not for longer than a few steps: as long as it is open
 * it takes part in the sharing of the board.
 */
export async function withBoard<T>(server: EditorServer, folder: string, use: (board: BoardBeside) => Promise<T>): Promise<T> {
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

  /** Adds a card for each title or draft, in this order. */
  async addCards(...cards: readonly (string | TaskDraft)[]): Promise<Task[]> {
    const made: Task[] = [];
    for (const card of cards) made.push(await this.addCard(card));
    return made;
  }

  /** All cards as they are now. */
  async cards(): Promise<Task[]> {
    return (await this.call('task.list', TaskPage, { limit: 1000, order: 'number' })).items;
  }

  /** The only card with this title as it is now. */
  async card(title: string): Promise<Task> {
    const found = (await this.cards()).filter((each) => each.title === title);
    if (found.length !== 1 || !found[0]) throw new Error(`there are ${found.length} cards with the title "${title}"`);
    return found[0];
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
    for (const { id } of await this.cards()) await this.call('task.delete', anything, { task: id });
  }

  async addAgent(agent: AgentDraft): Promise<void> {
    await this.call('agent.create', anything, agent);
  }

  /** Leaves this agent and no other. */
  async haveOnly(agent: AgentDraft): Promise<void> {
    await this.removeAgents();
    await this.addAgent(agent);
  }

  async removeAgents(): Promise<void> {
    const { items } = await this.call('agent.list', AgentPage, {});
    for (const { name } of items) await this.call('agent.remove', anything, { agent: name });
  }

  /** Lets agents do cards here, beside the editor, until each is done or waits for a person. */
  async execute(cards: readonly Task[]): Promise<void> {
    await this.call('task.execute', anything, { tasks: cards.map(({ id }) => id) });
  }

  /** Lets an agent do a card here until it comes to rest; what it asks is answered by `answer`. */
  async executeAnswering(card: TaskId, answer: (kind: 'approval' | 'question') => RequestAnswer = approve): Promise<Task> {
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
