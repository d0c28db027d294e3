import { createHash } from 'node:crypto';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import type { LocalStoreFixture } from './localStore.ts';
import { agent, anOutcome, by, claim, person } from './storeScenario.ts';

/** Cards that `fillBoard` leaves on the board: two of those that it makes are deleted again. */
export const cardsOfFullBoard = 200;

/** Cards with comments, runs, artifacts, checks, links and an agent; two deleted cards; long texts and other scripts. Closed when it resolves. */
export async function fillBoard(fixture: LocalStoreFixture): Promise<void> {
  const store = await fixture.open();
  await store.createAgent({ name: 'coder', model: { provider: 'simulated' } }, by(person));
  for (let number = 1; number <= cardsOfFullBoard + 2; number++) await makeCard(store, number);
  for (const number of [50, 151]) await store.deleteTask(number, by(person));
  for (let run = 1; run <= 12; run++) {
    const { key } = await claim(store);
    await store.appendRunEvents(key, [{ at: 1000, body: { type: 'reasoning', text: `words of run ${run}` } }], true);
    await store.endRun(key, anOutcome(), by(agent));
  }
  await store.close();
}

async function makeCard(store: TaskStore, number: number): Promise<void> {
  const task = await store.createTask(
    {
      title: `Card ${number} äöü 漢字`,
      description: 'word '.repeat(number % 40 === 0 ? 2500 : (number * 7) % 90),
      status: number % 10 === 0 ? 'queued' : 'todo',
      labels: number % 3 === 0 ? ['red', 'blue'] : [],
      metadata: { from: `mail ${number}` },
    },
    'test',
    by(person),
  );
  if (number % 2 === 0) await store.addComment(task.id, `A comment on ${number}`, by(person));
  if (number % 20 === 0) {
    const hash = await store.putBlob(new TextEncoder().encode(`file ${number}`));
    const id = createHash('sha256').update(String(number)).digest('hex').slice(0, 26).toUpperCase();
    await store.addArtifact(
      { id, task: task.id, run: null, name: `file${number}.txt`, mediaType: 'text/plain', size: 8, hash },
      by(person),
    );
  }
}
