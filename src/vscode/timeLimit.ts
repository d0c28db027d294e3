import { ToolError } from '../core/base/errors.ts';

/** What a promise answers, or a `ToolError` when it takes too long: parts of the editor may hang. Rejects with the signal's reason on abort. */
export function withinTime<T>(work: PromiseLike<T>, limit: { what: string; seconds: number }, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => end(() => reject(signal?.reason as Error));
    const timer = setTimeout(
      () => end(() => reject(new ToolError(`${limit.what} did not answer within ${limit.seconds} seconds.`))),
      limit.seconds * 1000,
    );
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      settle();
    };
    if (signal?.aborted) return stop();
    signal?.addEventListener('abort', stop, { once: true });
    work.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}
