import type { ModelServer } from './modelList.ts';

/** A model server that people run on their own machine, where it listens unless told otherwise. */
export interface LocalServer extends ModelServer {
  readonly name: string;
}

/** The usual ones; `ollamaHost` is Ollama's own variable for where it listens (`OLLAMA_HOST`). Only this machine is ever asked. */
export function localServers(ollamaHost?: string): readonly LocalServer[] {
  return [{ name: 'Ollama', provider: 'ollama', baseUrl: `http://127.0.0.1:${ollamaPort(ollamaHost)}` }, ...others];
}

const others: readonly LocalServer[] = [
  { name: 'LM Studio', provider: 'openai', baseUrl: 'http://127.0.0.1:1234/v1' },
  { name: 'llama.cpp, LocalAI', provider: 'openai', baseUrl: 'http://127.0.0.1:8080/v1' },
  { name: 'vLLM', provider: 'openai', baseUrl: 'http://127.0.0.1:8000/v1' },
  { name: 'Jan', provider: 'openai', baseUrl: 'http://127.0.0.1:1337/v1' },
];

/** `11500`, `127.0.0.1:11500` and `http://0.0.0.0:11500` all mean this machine; another host is a server like any other, and not looked for. */
function ollamaPort(host = ''): string {
  const usual = '11434';
  const address = /^\d+$/.test(host) ? `http://127.0.0.1:${host}` : host.includes('://') ? host : `http://${host}`;
  if (!URL.canParse(address)) return usual;
  const { hostname, port } = new URL(address);
  return port !== '' && ['127.0.0.1', '0.0.0.0', 'localhost', '[::1]', '[::]'].includes(hostname) ? port : usual;
}
