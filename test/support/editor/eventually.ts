import { setTimeout as wait } from 'node:timers/promises';
import { patience } from './patience.ts';

/** Tries until something succeeds, with the patience of all tests in the editor; then the last failure is thrown. */
export async function eventually<T>(attempt: () => Promise<T>, limit: number = patience.whole): Promise<T> {
  for (const end = performance.now() + limit; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await wait(100);
    }
  }
}
