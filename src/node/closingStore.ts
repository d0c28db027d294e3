/** Does what needs an open store, and closes it when that fails: a store left open keeps its thread, and with it the process, alive. */
export async function closingOnFailure<T>(store: { close(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await store.close().catch(() => undefined);
    throw error;
  }
}
