import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import * as z from 'zod';
import { bundleExtension } from '../../../scripts/bundle.ts';
import { packFolder } from '../../../scripts/vsix.ts';
import { runCli } from '../../../src/cli/cli.ts';
import { openNodeHost } from '../../../src/cli/nodeHost.ts';
import { eventually } from '../../support/editor/eventually.ts';
import { startEditor, type RunningEditor } from '../../support/editor/startEditor.ts';

const root = join(import.meta.dirname, '../../..');
const shipped = ['dist', 'media', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];
const measuredLimit = 90_000;

const Figures = z.object({ activated: z.number(), ready: z.number(), rss: z.number(), heap: z.number() });
type Figures = z.infer<typeof Figures>;

interface Case {
  readonly target: string;
  /** Awaited after the activation: then the extension is ready to be used. */
  readonly command?: string;
  readonly withBoard?: boolean;
}

const cases = {
  hello: { target: 'rota-bench.hello' },
  idle: { target: 'rota.rota' },
  open: { target: 'rota.rota', command: 'rota.initialize', withBoard: true },
} satisfies Record<string, Case>;
type CaseName = keyof typeof cases;
type Round = Record<CaseName, Figures>;

/**
 * What Rota costs at activation, beside an extension that does nothing. Each figure comes from an extension host of its own; a ratio is taken within
 * a round, whose order changes, and the median of the rounds is shown. Rota's activation events are taken away so that the probe alone decides.
 */
export async function activationBench(count: number): Promise<boolean> {
  const temporary = await mkdtemp(join(tmpdir(), 'rota-bench-'));
  try {
    const { eagerBytes, eagerLimit } = await bundleExtension(root);
    const running = await startEditor({ workspace: 'none', vsix: await packAll(temporary) });
    try {
      const board = await makeBoard(temporary, running);
      const rounds: Round[] = [];
      for (let round = 0; round < count; round++) rounds.push(await measureRound(running, board, round));
      return report(rounds, eagerBytes, eagerLimit);
    } finally {
      await running.close();
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function packAll(temporary: string): Promise<string[]> {
  const staged = join(temporary, 'rota');
  await mkdir(staged);
  for (const name of shipped) await cp(join(root, name), join(staged, name), { recursive: true });
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  await writeFile(join(staged, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  const folders = [staged, join(import.meta.dirname, 'hello'), join(import.meta.dirname, 'probe')];
  const packed: string[] = [];
  for (const [index, folder] of folders.entries()) {
    const vsix = join(temporary, `${index}.vsix`);
    await packFolder(folder, vsix);
    packed.push(vsix);
  }
  return packed;
}

/** A workspace folder with a board of some cards, known to the data folder of the server. */
async function makeBoard(temporary: string, { server }: RunningEditor): Promise<string> {
  const folder = join(temporary, 'board');
  await mkdir(folder);
  const env = { PATH: process.env['PATH'] ?? '', ROTA_DATA_DIR: server.rotaData };
  for (const args of [['init'], ...Array.from({ length: 20 }, (_, index) => ['task', 'add', `Card ${index}`])]) {
    const [stdin, stdout, stderr] = [new PassThrough().end(), new PassThrough(), new PassThrough()];
    const code = await runCli(args, { stdin, stdout, stderr, env, folder }, openNodeHost);
    if (code !== 0) throw new Error(`rota ${args.join(' ')} ended with ${code}: ${String(stderr.read())}`);
  }
  return folder;
}

async function measureRound(running: RunningEditor, board: string, round: number): Promise<Round> {
  const names = Object.keys(cases) as CaseName[];
  const figures: Partial<Round> = {};
  for (const offset of names.keys()) {
    const name = names[(round + offset) % names.length] ?? 'hello';
    figures[name] = await measure(running, cases[name], board);
  }
  return z.object({ hello: Figures, idle: Figures, open: Figures }).parse(figures);
}

async function measure({ editor, server }: RunningEditor, { target, command, withBoard }: Case, board: string): Promise<Figures> {
  const folder = await server.makeFolder(withBoard === true ? board : {});
  await writeFile(join(folder, 'probe.json'), JSON.stringify({ target, command }));
  await editor.openFolder(folder);
  return eventually(async () => Figures.parse(JSON.parse(await readFile(join(folder, 'measured.json'), 'utf8'))), measuredLimit);
}

function report(rounds: readonly Round[], eagerBytes: number, eagerLimit: number): boolean {
  const figure = (name: CaseName, of: keyof Figures): number => median(rounds.map((round) => round[name][of]));
  console.log(`\nActivation, ${rounds.length} rounds; a command that Rota's board answers counts as ready\n`);
  for (const name of Object.keys(cases) as CaseName[]) {
    const [activated, ready, rss, heap] = [
      figure(name, 'activated'),
      figure(name, 'ready'),
      figure(name, 'rss') / 1e6,
      figure(name, 'heap') / 1e6,
    ];
    console.log(
      `${name.padEnd(6)} activate() ${activated.toFixed(1).padStart(6)} ms   ready ${ready.toFixed(1).padStart(6)} ms   RSS ${rss.toFixed(1).padStart(6)} MB   heap ${heap.toFixed(1).padStart(5)} MB`,
    );
  }
  const ratio = (name: CaseName, of: 'activated' | 'ready'): number => median(rounds.map((round) => round[name][of] / round.hello[of]));
  const gates = [
    { what: 'activate(), nothing opened, over hello world', value: ratio('idle', 'activated'), limit: 2 },
    { what: 'activate() with a board, over hello world', value: ratio('open', 'activated'), limit: 5 },
    { what: 'heap after activate(), nothing opened, MB', value: figure('idle', 'heap') / 1e6, limit: 3 },
    { what: 'loaded at activation, kB', value: eagerBytes / 1000, limit: eagerLimit / 1000 },
  ];
  // A figure, not a gate: files are read and replayed in a thread of their own while the editor goes on.
  console.log(`\n${'until the board answers, over hello world'.padEnd(55)} ${ratio('open', 'ready').toFixed(2).padStart(7)}`);
  for (const { what, value, limit } of gates)
    console.log(`${value <= limit ? 'ok  ' : 'MISS'} ${what.padEnd(50)} ${value.toFixed(2).padStart(7)}  at most ${limit}`);
  return gates.every(({ value, limit }) => value <= limit);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
