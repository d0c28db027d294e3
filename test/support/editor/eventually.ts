import { setTimeout as wait } from 'node:timers/promises';

/** Tries until something succeeds, at most half a minute; then the last failure is thrown. */
export async function eventually<T>(attempt: () => Promise<T>, limit = 30_000): Promise<T> {
  for (const end = performance.now() + limit; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await wait(100);
    }
  }
}
