import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { bundleExtension } from '../../../scripts/bundle.ts';
import { packFolder } from '../../../scripts/vsix.ts';
import { eventually } from '../../support/editor/eventually.ts';
import { startEditor, type RunningEditor } from '../../support/editor/startEditor.ts';
import { makeBoard } from '../benchBoard.ts';
import type { Machine } from '../machine.ts';
import { again, patience } from '../patience.ts';
import { quantile } from '../quantile.ts';
import { atMost, type Gate } from '../verdict.ts';

const root = join(import.meta.dirname, '../../..');
const shipped = ['dist', 'media', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];

const Figures = z.object({ activated: z.number(), ready: z.number(), rss: z.number(), heap: z.number() });
type Figures = z.infer<typeof Figures>;
/** What the probe writes: figures, or why there are none. */
const Measured = z.union([Figures, z.object({ failed: z.string() })]);

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
export async function activationBench(machine: Machine, count: number): Promise<Gate[]> {
  const temporary = await mkdtemp(join(tmpdir(), 'rota-bench-'));
  try {
    const { eagerBytes, eagerLimit } = await bundleExtension(root);
    const window = new BenchWindow(await packAll(temporary));
    try {
      const rounds: Round[] = [];
      for (let round = 0; round < count; round++) rounds.push(await measureRound(machine, window, round));
      return report(rounds, eagerBytes, eagerLimit);
    } finally {
      await window.close();
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

async function measureRound(machine: Machine, window: BenchWindow, round: number): Promise<Round> {
  const names = Object.keys(cases) as CaseName[];
  const figures: Partial<Round> = {};
  for (const offset of names.keys()) {
    const name = names[(round + offset) % names.length] ?? 'hello';
    machine.sample();
    figures[name] = await again(`${name} in round ${round + 1}`, () => window.measure(cases[name]));
  }
  return z.object({ hello: Figures, idle: Figures, open: Figures }).parse(figures);
}

/** The window in which one folder after the other is opened. After a failure the next one gets an editor of its own. */
class BenchWindow {
  readonly #vsix: readonly string[];
  #open: RunningEditor | undefined;

  constructor(vsix: readonly string[]) {
    this.#vsix = vsix;
  }

  async measure(each: Case): Promise<Figures> {
    try {
      return await measureIn((this.#open ??= await startEditor({ workspace: 'none', vsix: this.#vsix })), each);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }
}

async function measureIn({ editor, server }: RunningEditor, { target, command, withBoard }: Case): Promise<Figures> {
  const folder = await server.makeFolder({});
  if (withBoard === true) await makeBoard(folder, server.rotaData, 20);
  await writeFile(join(folder, 'probe.json'), JSON.stringify({ target, command }));
  await editor.openFolder(folder);
  const written = await eventually(() => readFile(join(folder, 'measured.json'), 'utf8'), patience);
  const measured = Measured.parse(JSON.parse(written));
  if ('failed' in measured) throw new Error(measured.failed);
  return measured;
}

function report(rounds: readonly Round[], eagerBytes: number, eagerLimit: number): Gate[] {
  const figure = (name: CaseName, of: keyof Figures): number => quantile(rounds.map((round) => round[name][of]));
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
  const ratio = (name: CaseName, of: 'activated' | 'ready'): number => quantile(rounds.map((round) => round[name][of] / round.hello[of]));
  // A figure, not a gate: files are read and replayed in a thread of their own while the editor goes on.
  console.log(`\nuntil the board answers, over hello world: ${ratio('open', 'ready').toFixed(2)}`);
  return [
    atMost('activate(), nothing opened, over hello world', ratio('idle', 'activated'), 2),
    atMost('activate() with a board, over hello world', ratio('open', 'activated'), 5),
    atMost('heap after activate(), nothing opened, MB', figure('idle', 'heap') / 1e6, 3, 'nothing'),
    atMost('loaded at activation, kB', eagerBytes / 1000, eagerLimit / 1000, 'nothing'),
  ];
}
