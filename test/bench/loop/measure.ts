import { rawOllama, rawOpenai, sdkOllama, sdkOpenai, type Client } from './clients.ts';
import { openBenchHost, type BenchHost } from './rotaClient.ts';

/** What one conversation cost. Times are milliseconds a step. */
export interface Measured {
  readonly cpu: number;
  readonly wall: number;
  /** MiB, the highest of the whole process. */
  readonly peak: number;
}

const byHand =
  (converse: Client): (() => Promise<BenchHost>) =>
  async () => ({ converse, close: async () => undefined });

const hosts: Record<string, () => Promise<BenchHost>> = {
  'raw openai': byHand(rawOpenai),
  'sdk openai': byHand(sdkOpenai),
  'rota openai': () => openBenchHost('openai'),
  'rota acting': () => openBenchHost('openai', 'acting'),
  'raw ollama': byHand(rawOllama),
  'sdk ollama': byHand(sdkOllama),
  'rota ollama': () => openBenchHost('ollama'),
};

const WARM_UP_STEPS = 5;

/** A process of its own for each measurement: `measure.ts CLIENT PORT STEPS`. Prints one line of JSON. */
async function main([name = '', port = '', steps = '']: string[]): Promise<void> {
  const host = await hosts[name]?.();
  if (!host) throw new Error(`no client ${name}`);
  let characters = 0;
  const sink = (text: string): void => void (characters += text.length);
  await host.converse(`http://127.0.0.1:${port}/${WARM_UP_STEPS}`, sink);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await host.converse(`http://127.0.0.1:${port}/${steps}`, sink);
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  const measured: Measured = {
    cpu: (user + system) / 1000 / Number(steps),
    wall: wall / Number(steps),
    peak: process.resourceUsage().maxRSS / 1024,
  };
  await host.close();
  if (characters === 0) throw new Error('nothing was streamed');
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

await main(process.argv.slice(2));
