/** The server of a model, as far as failures need to speak of it. */
export interface Endpoint {
  readonly provider: 'openai' | 'ollama';
  readonly origin: string;
  /** Origin and path, fit to be shown: no credentials, no query. */
  readonly address: string;
  readonly model: string;
  /** A sentence that says how a key for this origin is set. */
  readonly keyAdvice: string;
}

/** An address fit to be shown: without user, password and query. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address)) return '';
  const url = new URL(address);
  return `${url.origin}${url.pathname}`.replace(/\/$/, '');
}

/** Whether a server is on this machine or in this network: such servers load models and read prompts slowly. */
export function isNearby(origin: string): boolean {
  const host = new URL(origin).hostname;
  const named = /(^|\.)localhost$|\.local$|^[^.:]+$/.test(host);
  const numbered = /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(host) || /^\[(::1|f[cd]|fe80)/.test(host);
  return named || numbered;
}

/**
 * The base addresses to try, in order. A bare origin gets `/v1`; a path is kept as given, and tried with `/v1` when the
 * server does not know it. A pasted `/chat/completions` is dropped.
 */
export function baseCandidates(baseUrl: string): readonly string[] {
  const url = new URL(baseUrl);
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  const versioned = /\/v\d+[a-z]*(\/|$)/.test(path);
  const paths = path === '' ? ['/v1', ''] : versioned ? [path] : [path, `${path}/v1`];
  return paths.map((candidate) => `${url.origin}${candidate}${url.search}`);
}
