import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import { openStore } from '../../../src/node/openStore.ts';
import { findStorePlace } from '../../../src/node/storePlace.ts';
import { by, person } from '../../support/storeScenario.ts';

const cardCount = 10_000;

/** A temporary workspace with its data folder. */
export class BenchPlace {
  readonly folder = mkdtempSync(join(tmpdir(), 'rota-bench-'));
  readonly workspace = join(this.folder, 'workspace');
  readonly dataFolder = join(this.folder, 'data');

  constructor() {
    mkdirSync(this.workspace);
    mkdirSync(this.dataFolder);
  }

  open(): Promise<TaskStore> {
    return openStore(findStorePlace(this.workspace), { create: true, dataFolder: this.dataFolder, notify: () => undefined });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ten thousand queued cards with descriptions as people write them, all but the last blocked by the first. */
export async function fillBoard(store: TaskStore): Promise<void> {
  const blocker = await store.createTask({ title: 'blocks all others' }, 'bench', by(person));
  const text = 'Fix the failing parser test when the input has nested quotes, then run the full suite. '.repeat(4);
  for (let from = 0; from < cardCount; from += 250) {
    const batch = Array.from({ length: 250 }, (_, index) => from + index).map((n) => {
      const dependsOn = n === cardCount - 1 ? [] : [blocker.id];
      const draft = { title: `Card ${n} of a large board`, description: text, labels: n % 3 === 0 ? ['bug'] : [], dependsOn };
      return store.createTask({ ...draft, status: 'queued' }, 'bench', by(person));
    });
    await Promise.all(batch);
  }
}
