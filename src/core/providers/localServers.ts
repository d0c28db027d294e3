import type { ModelServer } from './modelList.ts';

/** A model server that people run on their own machine, where it listens unless told otherwise. */
export interface LocalServer extends ModelServer {
  readonly name: string;
}

/** The usual ones. Only this machine is ever asked. */
export const localServers: readonly LocalServer[] = [
  { name: 'Ollama', provider: 'ollama', baseUrl: 'http://127.0.0.1:11434' },
  { name: 'LM Studio', provider: 'openai', baseUrl: 'http://127.0.0.1:1234/v1' },
  { name: 'llama.cpp, LocalAI', provider: 'openai', baseUrl: 'http://127.0.0.1:8080/v1' },
  { name: 'vLLM', provider: 'openai', baseUrl: 'http://127.0.0.1:8000/v1' },
  { name: 'Jan', provider: 'openai', baseUrl: 'http://127.0.0.1:1337/v1' },
];
