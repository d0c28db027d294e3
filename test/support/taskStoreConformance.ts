import { test } from 'node:test';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import { cardTests } from './conformance/cards.ts';
import { claimTests } from './conformance/claims.ts';
import { deletedTests } from './conformance/deleted.ts';
import { queryTests } from './conformance/queries.ts';
import { requestTests } from './conformance/requests.ts';
import { runTests } from './conformance/runs.ts';
import { tidinessTests } from './conformance/tidiness.ts';
import type { Cleanup } from './tempFolder.ts';

export interface StoreUnderTest {
  readonly store: TaskStore;
  /** Reopens the store from what it kept and fails unless everything in it is the same. */
  finish(): Promise<void>;
}

/** What every implementation of `TaskStore` must do, whatever it keeps its rows in. */
export function testTaskStore(kind: string, open: (cleanup: Cleanup) => Promise<StoreUnderTest>): void {
  for (const [name, run] of [...cardTests, ...claimTests, ...runTests, ...requestTests, ...queryTests, ...deletedTests, ...tidinessTests]) {
    test(`${kind}: ${name}`, async (context) => {
      const underTest = await open(context);
      try {
        await run(underTest.store);
      } catch (error) {
        // A store left open would keep its thread, and with it the whole test run, alive.
        await underTest.store.close();
        throw error;
      }
      await underTest.finish();
    });
  }
}
