import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { builtCommandLine, commandLineInProcess } from './builtCommandLine.ts';
import { tempFolder } from './tempFolder.ts';

/** Dozens of processes load the same files: the second need not compile them again. */
const compiled = join(import.meta.dirname, '../../.tmp/compiled');

/** How a `rota` process ended, and all it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `rota` process that goes on. `output` is what it wrote so far, both streams. */
export interface Going {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  output(): string;
}

/** A workspace of its own with data folder, and the command line in it. */
export interface Workspace {
  readonly folder: string;
  readonly data: string;
  write(path: string, content: string): string;
  /** Replies of the scripted model: runs by text of their first message. */
  script(runs: Record<string, readonly object[]>): string;
  rota(...args: string[]): Promise<Ended>;
  /** The same command line within the process of the test: quicker, for many of them. */
  quick(...args: string[]): Promise<Ended>;
  /** The same, parsed from its JSON. */
  json(...args: string[]): Promise<unknown>;
  start(...args: string[]): Going;
}

export async function createWorkspace(
  t: { after(act: () => unknown): void },
  environment: Record<string, string> = {},
): Promise<Workspace> {
  const [base, main] = [await tempFolder(t), await builtCommandLine()];
  const { runCli, openNodeHost, openLookHost } = await commandLineInProcess();
  const [folder, data] = [join(base, 'work'), join(base, 'data')];
  mkdirSync(folder);
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: base,
    USER: 'ada',
    ROTA_DATA_DIR: data,
    NODE_COMPILE_CACHE: compiled,
    ...environment,
  };
  const write = (path: string, content: string): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const start = (...args: string[]): Going => {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr, all] = ['', '', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      all += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      all += chunk;
    });
    t.after(() => child.kill('SIGKILL'));
    return { child, output: () => all, ended: once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr })) };
  };
  const rota = (...args: string[]): Promise<Ended> => start(...args).ended;
  const quick = async (...args: string[]): Promise<Ended> => {
    const [stdin, stdout, stderr] = [new PassThrough().end(), new PassThrough(), new PassThrough()];
    const texts = [text(stdout), text(stderr)] as const;
    const code = await runCli(args, { stdin, stdout, stderr, env, folder }, openNodeHost, openLookHost);
    stdout.end();
    stderr.end();
    return { code, stdout: await texts[0], stderr: await texts[1] };
  };
  return {
    folder,
    data,
    write,
    start,
    rota,
    quick,
    script: (runs) =>
      write('../script.json', JSON.stringify({ version: 1, runs: Object.entries(runs).map(([match, replies]) => ({ match, replies })) })),
    json: async (...args) => {
      const { stdout, stderr } = await quick(...args, '--json');
      try {
        return JSON.parse(stdout) as unknown;
      } catch {
        throw new Error(`no JSON from rota ${args.join(' ')}: ${stdout}${stderr}`);
      }
    },
  };
}

/** Resolves when the text is there; rejects when the process ended without it. */
export async function untilOutput(going: Going, pattern: RegExp): Promise<void> {
  let over = false;
  void going.ended.then(() => (over = true));
  while (!pattern.test(going.output())) {
    if (over) throw new Error(`ended without ${pattern}:\n${going.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
