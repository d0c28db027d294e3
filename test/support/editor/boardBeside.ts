import { PassThrough } from 'node:stream';
import * as z from 'zod';
import { ExecutionResult } from '../../../src/core/actions/runActions.ts';
import { TaskPage } from '../../../src/core/actions/taskActions.ts';
import { Agent, type AgentDraft } from '../../../src/core/model/agent.ts';
import { Task, type TaskDraft } from '../../../src/core/model/task.ts';
import { openNodeHost } from '../../../src/cli/nodeHost.ts';
import { Session } from '../../../src/cli/session.ts';
import type { EditorServer } from './editorServer.ts';

/** The board of a workspace folder, opened beside the editor. */
export interface BoardBeside {
  addAgent(draft: AgentDraft): Promise<Agent>;
  /** Adds a card for each title or draft, in this order. */
  addCards(...drafts: readonly (string | TaskDraft)[]): Promise<Task[]>;
  /** Deletes all cards. */
  clear(): Promise<void>;
  /** Lets agents do cards until each is done or waits for a person. */
  execute(tasks: readonly Task[]): Promise<void>;
  /** All cards as they are now. */
  cards(): Promise<Task[]>;
  /** The card with this title as it is now. */
  card(title: string): Promise<Task>;
}

/**
 * Opens a board as the command line does, makes it if there is none, and closes it again. It is opened within the process of the test and once for
 * everything that is done with it, so several steps cost as much as one call of `rotaBeside`, or less. Not for longer than a few steps: as long as it
 * is open it takes part in the sharing of the board.
 */
export async function withBoard<T>(server: EditorServer, folder: string, act: (board: BoardBeside) => Promise<T>): Promise<T> {
  const terminal = {
    stdin: new PassThrough().end(),
    stdout: new PassThrough().resume(),
    stderr: new PassThrough().resume(),
    env: { ...process.env, ROTA_DATA_DIR: server.rotaData },
    folder,
  };
  const session = new Session(terminal, openNodeHost, new AbortController().signal);
  try {
    await session.host({ create: true, run: true });
    return await act(boardOf(session));
  } finally {
    await session.close();
  }
}

function boardOf(session: Session): BoardBeside {
  const cards = async (): Promise<Task[]> => (await session.call('task.list', TaskPage, { limit: 1000, order: 'number' })).items;
  return {
    addAgent: (draft) => session.call('agent.create', Agent, draft),
    addCards: async (...drafts) => {
      const made: Task[] = [];
      for (const draft of drafts) made.push(await session.call('task.create', Task, typeof draft === 'string' ? { title: draft } : draft));
      return made;
    },
    clear: async () => {
      for (const { id } of await cards()) await session.call('task.delete', z.strictObject({}), { task: id });
    },
    execute: async (tasks) => {
      await session.call('task.execute', ExecutionResult, { tasks: tasks.map(({ id }) => id) });
    },
    cards,
    card: async (title) => {
      const found = (await cards()).filter((each) => each.title === title);
      if (found.length !== 1 || !found[0]) throw new Error(`there are ${found.length} cards with the title "${title}"`);
      return found[0];
    },
  };
}
