import * as l10n from '@vscode/l10n';
import type { Endpoint } from './endpoint.ts';
import { failure, proxyFailure } from './failures.ts';
import type { ProviderFailure } from './provider.ts';
import { causes } from './providerError.ts';

/** Sorts an error of `fetch` before any response: nobody there, no such name, no trust, no HTTP. */
export function networkFailure(endpoint: Endpoint, error: unknown): ProviderFailure {
  if (some(error, wantsProxyLogin)) return proxyFailure(endpoint);
  const proxy = [...causes(error)].find(({ name }) => name === 'ProxyError');
  if (proxy) return brokenProxy(endpoint, proxy);
  const code = errorCode(error);
  const { address } = endpoint;
  const host = new URL(endpoint.origin).hostname;
  if (isSilence(code)) {
    return failure('timeout', true, [l10n.t('{0} did not answer in time ({1}).', address, code), startAdvice(endpoint)]);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return failure('unreachable', code === 'EAI_AGAIN', [
      l10n.t('There is no host named {0} ({1}).', host, code),
      l10n.t('Check the base URL of the agent and the network connection.'),
    ]);
  }
  if (isTlsCode(code)) {
    return failure('unreachable', false, [
      l10n.t('The certificate of {0} cannot be trusted, or it does not speak TLS ({1}).', endpoint.origin, code),
      l10n.t('Check whether the address begins with http or https, and that the certificate is valid for {0}.', host),
    ]);
  }
  if (code.startsWith('HPE_') || some(error, (link) => link.name === 'HTTPParserError')) {
    return failure('malformed', false, [
      l10n.t('What listens at {0} does not speak HTTP.', endpoint.origin),
      l10n.t('Check the port in the base URL of the agent.'),
    ]);
  }
  const detail = code === '' ? '' : ` (${code})`;
  return failure('unreachable', true, [l10n.t('Nobody answers at {0}{1}.', address, detail), startAdvice(endpoint)]);
}

/** What a host says of the proxy that it was told to go through; it shows no password. */
function brokenProxy({ origin }: Endpoint, { message }: Error): ProviderFailure {
  return failure('unreachable', true, [
    l10n.t('The way to {0} goes through a proxy that does not let it through: {1}.', origin, message),
    l10n.t('Mend that variable of the environment, or name the server in NO_PROXY.'),
  ]);
}

/** True for a time limit of the HTTP client itself. */
export function isSilence(code: string): boolean {
  return ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'].includes(code);
}

/** True for an error of the connection, in the words of the HTTP clients we know; anything else is a bug somewhere. */
export function isConnectionLoss(error: unknown): boolean {
  if (errorCode(error) !== '') return true;
  return some(error, ({ message }) => /^(terminated|fetch failed|Failed to fetch|net::|bad port|Connection error)/.test(message));
}

function some(error: unknown, fits: (link: Error) => boolean): boolean {
  for (const link of causes(error)) if (fits(link)) return true;
  return false;
}

/** Node's fetch hides a 407 in an error without any words. */
function wantsProxyLogin({ message }: Error): boolean {
  return message === '' || /\bproxy\b.*\b407\b|proxy authentication/i.test(message);
}

/** The innermost error code, as node and its HTTP client set it. */
export function errorCode(error: unknown): string {
  let found = '';
  for (const link of causes(error)) {
    if ('code' in link && typeof link.code === 'string') found = link.code;
  }
  return found;
}

function isTlsCode(code: string): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|EPROTO)/.test(code);
}

function startAdvice(endpoint: Endpoint): string {
  return endpoint.provider === 'ollama'
    ? l10n.t('Start Ollama with "ollama serve", or correct the base URL of the agent.')
    : l10n.t('Start the model server, or correct the base URL of the agent.');
}
