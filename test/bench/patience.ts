/** How long (ms) a bench waits for one thing that is measured in seconds on a quiet machine. */
export const patience = 300_000;

/** For a process that a bench starts and waits for. */
export const processLimit = { timeout: patience, killSignal: 'SIGKILL' } as const;

/** What the work answers. Fails when that takes too long: what hangs must not hold a bench for ever. */
export async function within<T>(what: string, work: Promise<T>, limit = patience): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing came of it in ${limit / 1000} seconds`)), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Does what broke off once more, and says so; the third failure is thrown. */
export async function again<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 3) throw error;
      console.log(`${what} broke off and is done again: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
