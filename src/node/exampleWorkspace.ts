import { cp, rm } from 'node:fs/promises';
import type { Actor } from '../core/model/actor.ts';
import type { AgentDraft } from '../core/model/agent.ts';
import { defaultBoard } from '../core/model/board.ts';
import type { Task, TaskDraft } from '../core/model/task.ts';
import { TaskService } from '../core/tasks/taskService.ts';
import { FileConsents } from './fileConsents.ts';
import { nodeClock } from './nodeClock.ts';
import { openStore } from './openStore.ts';
import { storePlaceAt } from './storePlace.ts';

/** A card that an example comes with. */
export interface ExampleCard {
  readonly draft: TaskDraft;
  /** Which of the cards before it must be done first, counted from 0. */
  readonly after?: number;
}

export interface ExampleParts {
  /** The files that the example is made of. */
  readonly source: string;
  /** The folder to make; there must be none yet. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly cards: readonly ExampleCard[];
  /** Who does them, if a model was chosen already. */
  readonly agent?: AgentDraft;
  /** Who asked for the example: their word lets its checks run. */
  readonly author: Actor;
  readonly notify: (message: string) => void;
}

/** Makes a workspace that is safe to change: a copy of the example's files with a board on which its cards wait. What cannot be finished is removed again. */
export async function makeExampleWorkspace(parts: ExampleParts): Promise<void> {
  const { source, folder } = parts;
  await cp(source, folder, { recursive: true, errorOnExist: true, force: false });
  try {
    await writeBoard(parts);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function writeBoard({ folder, dataFolder, cards, agent, author, notify }: ExampleParts): Promise<void> {
  const store = await openStore(storePlaceAt(folder), { create: 'anew', dataFolder, notify });
  try {
    const tasks = new TaskService({ store, consents: new FileConsents(dataFolder, notify), clock: nodeClock, board: () => defaultBoard });
    const made: Task[] = [];
    for (const { draft, after } of cards) {
      const first = after === undefined ? undefined : made[after];
      made.push(await tasks.create({ ...draft, ...(first ? { dependsOn: [first.id] } : {}) }, { actor: author, door: 'example' }));
    }
    if (agent) await store.createAgent(agent, { actor: author, at: nodeClock.now() });
  } finally {
    await store.close();
  }
}
