import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Machine } from '../machine.ts';
import { again, processLimit, within } from '../patience.ts';
import { quantile } from '../quantile.ts';
import { atMost, type Gate } from '../verdict.ts';
import type { Measured } from './measure.ts';

const run = promisify(execFile);
const STEPS = [10, 50, 200];
const CLIENTS = ['raw openai', 'sdk openai', 'rota openai', 'rota acting', 'raw ollama', 'sdk ollama', 'rota ollama'];

/** What must hold: the first client's CPU a step is at most `most` times the second's, in the same round, at 50 steps. */
const gates = [
  { client: 'rota openai', beside: 'raw openai', most: 2.0 },
  { client: 'rota openai', beside: 'sdk openai', most: 1.3 },
  { client: 'rota ollama', beside: 'raw ollama', most: 1.4 },
];

/** CPU a step of the whole loop (journal, policy, run log on) beside the same conversation by hand. */
export async function loopBench(machine: Machine, rounds: number): Promise<Gate[]> {
  const server = spawn(process.execPath, [fileURLToPath(new URL('./modelStream.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const results = await measureAll(machine, await portOf(server), rounds);
    printTable(results);
    return gatesOf(results);
  } finally {
    server.kill();
  }
}

/** What the server says first. */
async function portOf(server: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  const said = async (): Promise<string> => {
    for await (const line of createInterface(server.stdout)) return line;
    throw new Error('the server of the bench ended before it listened');
  };
  return within('the server of the bench', said());
}

/** By `client steps`, one measurement a round, in turn, so that drift of the machine hits all alike. */
type Results = Map<string, Measured[]>;

async function measureAll(machine: Machine, port: string, rounds: number): Promise<Results> {
  const results: Results = new Map();
  const script = fileURLToPath(new URL('./measure.ts', import.meta.url));
  for (let round = 0; round < rounds; round++) {
    for (const steps of STEPS) {
      machine.sample();
      for (const client of CLIENTS) {
        const { stdout } = await again(`${client} at ${steps} steps`, () =>
          run(process.execPath, [script, client, port, `${steps}`], processLimit),
        );
        const key = `${client} ${steps}`;
        results.set(key, [...(results.get(key) ?? []), JSON.parse(stdout) as Measured]);
      }
    }
  }
  return results;
}

function printTable(results: Results): void {
  console.log('\nLoop: CPU ms a step (median), its ratio to raw fetch in the same round, peak memory MiB.');
  console.log('"acting": every call has an effect, so that its intent is on disk before it runs.\n');
  console.log(`${'client'.padEnd(14)}${STEPS.map((steps) => `${steps} steps`.padStart(20)).join('')}`);
  for (const client of CLIENTS) {
    const cells = STEPS.map((steps) => {
      const measured = get(results, client, steps);
      const ratio = quantile(ratios(results, client, client.endsWith('ollama') ? 'raw ollama' : 'raw openai', steps));
      const [cpu, peak] = [quantile(measured.map((each) => each.cpu)), quantile(measured.map((each) => each.peak))];
      return `${cpu.toFixed(2)}  ${ratio.toFixed(2)}x ${peak.toFixed(0).padStart(5)}`.padStart(20);
    });
    console.log(`${client.padEnd(14)}${cells.join('')}`);
  }
}

/** CPU ratios to raw fetch at 50 steps of the same conversation, measured once before Rota was written: for orientation, not compared. */
const anchors =
  'openai SDK by hand 1.56, runTools 2.2, pi 2.5 to 2.7, @openai/agents 3.9, ai 7 4.3, LangGraph 5.4, Mastra 6.2; Ollama SDK by hand 1.03';

function gatesOf(results: Results): Gate[] {
  console.log(`\nAnchors (50 steps, ratio to raw fetch): ${anchors}`);
  const ratioGates = gates.map(({ client, beside, most }) =>
    atMost(`${client} / ${beside}, CPU at 50 steps`, quantile(ratios(results, client, beside, 50)), most),
  );
  const growth = quantile(
    get(results, 'rota openai', 200).map((each, round) => each.cpu / (get(results, 'rota openai', 50)[round]?.cpu ?? NaN)),
  );
  const memory = quantile(
    get(results, 'rota openai', 200).map((each, round) => each.peak / (get(results, 'sdk openai', 200)[round]?.peak ?? NaN)),
  );
  return [
    ...ratioGates,
    atMost('rota openai, CPU a step at 200 steps / at 50', growth, 1.1),
    atMost('rota openai / sdk openai, peak memory at 200 steps', memory, 1.25),
  ];
}

function ratios(results: Results, client: string, beside: string, steps: number): number[] {
  const other = get(results, beside, steps);
  return get(results, client, steps).map((each, round) => each.cpu / (other[round]?.cpu ?? NaN));
}

function get(results: Results, client: string, steps: number): Measured[] {
  return results.get(`${client} ${steps}`) ?? [];
}
