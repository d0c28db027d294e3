import * as l10n from '@vscode/l10n';
import type { Endpoint } from './endpoint.ts';
import type { ProviderFailure, ProviderFailureKind } from './provider.ts';
import { ProviderError } from './providerError.ts';

/** A failure with its sentences joined; empty ones are left out. */
export function failure(kind: ProviderFailureKind, retryable: boolean, sentences: readonly string[]): ProviderFailure {
  return { kind, retryable, message: sentences.filter((sentence) => sentence !== '').join(' ') };
}

/** A setting is missing or wrong; nothing was sent. */
export function notConfigured(...sentences: readonly string[]): ProviderError {
  return new ProviderError(failure('not-configured', false, sentences));
}

/** What came back is not the protocol that was expected. */
export function malformed(endpoint: Endpoint, retryable: boolean, ...sentences: readonly string[]): ProviderError {
  return new ProviderError(
    failure('malformed', retryable, [l10n.t('The reply of {0} is not a model reply.', endpoint.address), ...sentences]),
  );
}

/** The server is silent for too long. */
export function silent(endpoint: Endpoint, phase: 'first' | 'idle', limit: number): ProviderError {
  const seconds = String(Math.ceil(limit / 1000));
  const what =
    phase === 'first'
      ? l10n.t('{0} did not begin to answer within {1} seconds.', endpoint.address, seconds)
      : l10n.t('{0} stopped in the middle of its reply and was silent for {1} seconds.', endpoint.address, seconds);
  return new ProviderError(failure('timeout', true, [what, l10n.t('Check that the server is not overloaded, or choose a smaller model.')]));
}

/** Quotes what the server said, if it said something. */
export function quoted(text: string): string {
  return text === '' ? '' : l10n.t('It said: "{0}"', text);
}

/** A proxy in between wants a login of its own. */
export function proxyFailure({ origin }: Endpoint): ProviderFailure {
  return failure('unreachable', false, [
    l10n.t('A proxy on the way to {0} wants to know who you are (status 407).', origin),
    l10n.t('Put the credentials into the proxy setting, or reach the server without a proxy.'),
  ]);
}
