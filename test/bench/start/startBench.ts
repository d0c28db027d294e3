import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleExtension } from '../../../scripts/bundle.ts';
import { makeBoard } from '../benchBoard.ts';
import type { Machine } from '../machine.ts';
import { processLimit } from '../patience.ts';
import { quantile } from '../quantile.ts';
import { atMost, type Gate } from '../verdict.ts';

const root = join(import.meta.dirname, '../../..');
const commandLine = join(root, 'dist/cli.js');
const cards = 100;

/** Whole processes, with what each must have said: one that fails is quick. */
const commands = {
  'node -e 0': { args: ['-e', '0'], says: /^$/ },
  'rota --version': { args: [commandLine, '--version'], says: /^\d+\.\d+\.\d+\s*$/ },
  'rota task list': { args: [commandLine, 'task', 'list'], says: new RegExp(`Card ${cards}\\b`) },
};
type Command = keyof typeof commands;
type Round = Record<Command, number>;

/** From the start to the end of the built command line, beside the same Node with nothing to do, in turns. */
export async function startBench(machine: Machine, count: number): Promise<Gate[]> {
  const temporary = mkdtempSync(join(realpathSync(tmpdir()), 'rota-bench-'));
  try {
    const { files } = await bundleExtension(root);
    if (!files.some(({ path }) => path === 'dist/cli.js')) throw new Error('The build makes no dist/cli.js.');
    const [folder, dataFolder] = [join(temporary, 'work'), join(temporary, 'data')];
    mkdirSync(folder);
    await makeBoard(folder, dataFolder, cards);
    const place = { folder, env: { PATH: process.env['PATH'], HOME: temporary, USER: 'ada', ROTA_DATA_DIR: dataFolder } };
    measureRound(place); // the first brings the files into memory
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) {
      rounds.push(measureRound(place));
      if (round % 5 === 0) machine.sample();
    }
    return report(rounds);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

interface Place {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

function measureRound(place: Place): Round {
  const measure = (name: Command): number => {
    const { args, says } = commands[name];
    const start = performance.now();
    const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
      cwd: place.folder,
      env: place.env,
      encoding: 'utf8',
      ...processLimit,
    });
    const time = performance.now() - start;
    if (error) throw error;
    if (status !== 0 || !says.test(stdout)) throw new Error(`${name} ended with ${status} and said:\n${stdout}${stderr}`);
    return time;
  };
  return {
    'node -e 0': measure('node -e 0'),
    'rota --version': measure('rota --version'),
    'rota task list': measure('rota task list'),
  };
}

function report(rounds: readonly Round[]): Gate[] {
  const ratio = (name: Command): number => quantile(rounds.map((round) => round[name] / round['node -e 0']));
  console.log(`\nStart of the command line: whole processes, ${rounds.length} rounds, a board of ${cards} cards\n`);
  console.log('                    median     least   over node -e 0');
  for (const name of Object.keys(commands) as Command[]) {
    const times = rounds.map((round) => round[name]);
    const figures = [quantile(times), Math.min(...times)].map((ms) => `${ms.toFixed(1).padStart(7)} ms`);
    console.log(`${name.padEnd(15)} ${figures.join('')} ${ratio(name).toFixed(2).padStart(12)} x`);
  }
  return [
    atMost('rota --version over node -e 0', ratio('rota --version'), 2),
    atMost(`rota task list of ${cards} cards over node -e 0`, ratio('rota task list'), 4),
  ];
}
