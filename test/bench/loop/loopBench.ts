import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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

/** CPU a step of the whole loop (journal, policy, run log on) beside the same conversation by hand. Answers whether all gates hold. */
export async function loopBench(rounds: number): Promise<boolean> {
  const server = spawn(process.execPath, [fileURLToPath(new URL('./modelStream.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  try {
    const results = await measureAll(line.toString().trim(), rounds);
    printTable(results);
    return checkGates(results);
  } finally {
    server.kill();
  }
}

/** By `client steps`, one measurement a round, in turn, so that drift of the machine hits all alike. */
type Results = Map<string, Measured[]>;

async function measureAll(port: string, rounds: number): Promise<Results> {
  const results: Results = new Map();
  const script = fileURLToPath(new URL('./measure.ts', import.meta.url));
  for (let round = 0; round < rounds; round++) {
    for (const steps of STEPS) {
      for (const client of CLIENTS) {
        const { stdout } = await run(process.execPath, [script, client, port, `${steps}`]);
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
      const ratio = median(ratios(results, client, client.endsWith('ollama') ? 'raw ollama' : 'raw openai', steps));
      const [cpu, peak] = [median(measured.map((each) => each.cpu)), median(measured.map((each) => each.peak))];
      return `${cpu.toFixed(2)}  ${ratio.toFixed(2)}x ${peak.toFixed(0).padStart(5)}`.padStart(20);
    });
    console.log(`${client.padEnd(14)}${cells.join('')}`);
  }
}

/** CPU ratios to raw fetch at 50 steps of the same conversation, measured once before Rota was written: for orientation, not compared. */
const anchors =
  'openai SDK by hand 1.56, runTools 2.2, pi 2.5 to 2.7, @openai/agents 3.9, ai 7 4.3, LangGraph 5.4, Mastra 6.2; Ollama SDK by hand 1.03';

function checkGates(results: Results): boolean {
  console.log(`\nAnchors (50 steps, ratio to raw fetch): ${anchors}\n`);
  const held = gates.map(({ client, beside, most }) =>
    report(`${client} / ${beside}, CPU at 50 steps`, median(ratios(results, client, beside, 50)), most),
  );
  const growth = median(
    get(results, 'rota openai', 200).map((each, round) => each.cpu / (get(results, 'rota openai', 50)[round]?.cpu ?? NaN)),
  );
  held.push(report('rota openai, CPU a step at 200 steps / at 50', growth, 1.1));
  const memory = median(
    get(results, 'rota openai', 200).map((each, round) => each.peak / (get(results, 'sdk openai', 200)[round]?.peak ?? NaN)),
  );
  held.push(report('rota openai / sdk openai, peak memory at 200 steps', memory, 1.25));
  return held.every(Boolean);
}

function report(what: string, ratio: number, most: number): boolean {
  const holds = ratio <= most;
  console.log(`${holds ? 'ok  ' : 'OVER'} ${what.padEnd(52)} ${ratio.toFixed(2)} (at most ${most.toFixed(2)})`);
  return holds;
}

function ratios(results: Results, client: string, beside: string, steps: number): number[] {
  const other = get(results, beside, steps);
  return get(results, client, steps).map((each, round) => each.cpu / (other[round]?.cpu ?? NaN));
}

function get(results: Results, client: string, steps: number): Measured[] {
  return results.get(`${client} ${steps}`) ?? [];
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
