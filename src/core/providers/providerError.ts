import type { ProviderFailure } from './provider.ts';

/** Carries a failure from where it is noticed, through the SDK, to the end of the stream. Never leaves this folder. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly failure: ProviderFailure;
  /** HTTP status, when a server refused the request. */
  readonly status: number | undefined;
  /** What the server itself said, cleaned. */
  readonly serverText: string;

  constructor(failure: ProviderFailure, answer: { status?: number; serverText?: string } = {}) {
    super(failure.message);
    this.failure = failure;
    this.status = answer.status;
    this.serverText = answer.serverText ?? '';
  }
}

/** Finds it in an error that an SDK has wrapped. */
export function findProviderError(error: unknown): ProviderError | undefined {
  for (const link of causes(error)) if (link instanceof ProviderError) return link;
  return undefined;
}

/** An error and what caused it, outermost first. */
export function* causes(error: unknown): Generator<Error> {
  let link = error;
  for (let depth = 0; depth < 8 && link instanceof Error; depth += 1) {
    yield link;
    link = link.cause;
  }
}
