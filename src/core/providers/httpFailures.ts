import * as l10n from '@vscode/l10n';
import type { Endpoint } from './endpoint.ts';
import { failure, proxyFailure, quoted } from './failures.ts';
import type { ProviderFailure } from './provider.ts';
import type { ServerComplaint } from './serverText.ts';

/** How a server refused: its status, its words, and how long it asks to wait. */
export interface Refusal extends ServerComplaint {
  readonly status: number;
  readonly retryAfter?: number | undefined;
}

/** Sorts a refusal by what can be done about it. The server's own words decide before the status does. */
export function httpFailure(endpoint: Endpoint, refusal: Refusal): ProviderFailure {
  const sorted = failureByWords(endpoint, refusal) ?? failureByStatus(endpoint, refusal);
  return refusal.retryAfter === undefined ? sorted : { ...sorted, retryAfter: refusal.retryAfter };
}

/** An error object inside a stream whose status was 200. */
export function streamFailure(endpoint: Endpoint, complaint: ServerComplaint): ProviderFailure {
  const status = Number(complaint.code);
  if (status >= 400 && status <= 599) return httpFailure(endpoint, { ...complaint, status });
  return (
    failureByWords(endpoint, { ...complaint, status: 400 }) ??
    failure('malformed', true, [l10n.t('{0} broke its reply off with an error.', endpoint.address), quoted(complaint.text)])
  );
}

function failureByWords(endpoint: Endpoint, { text, code, status }: Refusal): ProviderFailure | undefined {
  const { address, model } = endpoint;
  const words = `${code} ${text}`;
  if (status === 401 || status === 403 || status === 407) return undefined;
  if (/insufficient_quota|billing|credit balance/i.test(words) && status < 500) {
    return failure('rejected', false, [
      l10n.t('{0} refused because the account has no money or quota left.', address),
      quoted(text),
      l10n.t('Add credit with the provider, or give the agent another model.'),
    ]);
  }
  if (
    status !== 429 &&
    /context[ _-]?(length|window|size)|maximum context|too many tokens|(prompt|input) is too long|reduce the length|exceed_context/i.test(
      words,
    )
  ) {
    return contextTooLong(endpoint, text);
  }
  if (
    /not support(ed)? (tool|function)|(tool|function)s?( use| calls?| calling| choice)? (is |are )?not supported|--enable-auto-tool-choice|requires? --jinja/i.test(
      words,
    )
  ) {
    return failure('no-tool-support', false, [
      l10n.t('The model "{0}" at {1} cannot call tools, and an agent needs them.', model, address),
      quoted(text),
      l10n.t('Give the agent a model that supports tools.'),
    ]);
  }
  if (
    /model_not_found|(unknown|invalid|no such) model|model\b.{0,200}\b(not found|does not exist|not exist|unknown|not available)|not found, try pulling/i.test(
      words,
    )
  ) {
    return unknownModel(endpoint, text);
  }
  return undefined;
}

function failureByStatus(endpoint: Endpoint, { status, text }: Refusal): ProviderFailure {
  const { address, origin } = endpoint;
  const answered = l10n.t('{0} answered with status {1}.', address, String(status));
  if (status === 401 || status === 403) {
    return failure('unauthorized', false, [
      l10n.t('{0} refused the key, or wants one (status {1}).', origin, String(status)),
      quoted(text),
      endpoint.keyAdvice,
    ]);
  }
  if (status === 407) return proxyFailure(endpoint);
  if (status === 408) return failure('timeout', true, [answered, quoted(text)]);
  if (status === 413) return contextTooLong(endpoint, text);
  if (status === 429) {
    return failure('rate-limited', true, [l10n.t('{0} says that it gets too many requests (status 429).', address), quoted(text)]);
  }
  if (status >= 500) {
    return failure('overloaded', true, [
      l10n.t('{0} has trouble of its own or too much to do (status {1}).', address, String(status)),
      quoted(text),
    ]);
  }
  if (status === 404 || status === 405) return wrongAddress(endpoint, status, text);
  return failure('rejected', false, [answered, quoted(text), l10n.t('Check the model and the base URL of the agent.')]);
}

/** The conversation does not fit into the model's memory. */
export function contextTooLong(endpoint: Endpoint, text: string): ProviderFailure {
  const advice =
    endpoint.provider === 'ollama'
      ? l10n.t('Raise the context tokens of the agent, or give it smaller tasks.')
      : l10n.t('Give the agent a model with a longer context, or smaller tasks.');
  return failure('context-too-long', false, [
    l10n.t('The conversation is longer than what the model "{0}" at {1} can read.', endpoint.model, endpoint.address),
    quoted(text),
    advice,
  ]);
}

function unknownModel(endpoint: Endpoint, text: string): ProviderFailure {
  const { address, model, provider } = endpoint;
  const advice =
    provider === 'ollama'
      ? l10n.t('Fetch it with "ollama pull {0}", or choose one that "ollama list" shows.', model)
      : l10n.t('Correct the model of the agent; {0}/models lists what the server has.', address);
  return failure('unknown-model', false, [l10n.t('{0} has no model named "{1}".', address, model), quoted(text), advice]);
}

function wrongAddress(endpoint: Endpoint, status: number, text: string): ProviderFailure {
  const { address, model } = endpoint;
  return failure('unknown-model', false, [
    l10n.t('{0} knows neither this address nor, perhaps, the model "{1}" (status {2}).', address, model, String(status)),
    quoted(text),
    l10n.t('Check the base URL of the agent first, then its model.'),
  ]);
}

/** The server wants us elsewhere. Keys and conversations do not follow on their own. */
export function redirected(endpoint: Endpoint, location: string): ProviderFailure {
  return failure('rejected', false, [
    l10n.t('{0} sends requests on to another address, which Rota does not follow.', endpoint.address),
    location === '' ? '' : l10n.t('If you trust it, make {0} the base URL of the agent.', location),
  ]);
}
