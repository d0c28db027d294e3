import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { runCli } from '../src/cli/cli.ts';
import { openNodeHost } from '../src/cli/nodeHost.ts';
import { stylesFor } from '../src/cli/styles.ts';
import type { Terminal } from '../src/cli/terminal.ts';

const examples = join(import.meta.dirname, '../examples');
const folders = ['src/', 'docs/', 'test/'];
const command = 'npm test';

const { values: options } = parseArgs({
  options: {
    script: { type: 'string' },
    ollama: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const { stdout, env } = process;
const { bold, dim, green, red } = stylesFor(stdout, env);

const allowed = folders.flatMap((folder) => ['--allow', `edit:${folder}`]).concat('--allow', `run:${command}`);
say(
  `Allowed for this run: edits below ${folders.slice(0, -1).join(', ')} and ${folders.at(-1)}, and the command "${command}". Anything else asks.`,
);
const model = await chooseModel();
say(`Model: ${model.words}`);
process.exitCode = await inTemporaryFolder(demo);

/** Does what a user would do, and answers 0 only if every check is green in the end. */
async function demo(terminal: Terminal): Promise<number> {
  const rota = (...args: string[]): Promise<number> => type(terminal, args);
  step('An agent that asks before it changes anything, and three cards. The second waits for the first.');
  const setup = [
    () => rota('agent', 'add', 'coder', ...model.args),
    () =>
      rota(
        'task',
        'add',
        'Read 250ms as milliseconds',
        '-d',
        'parseDuration takes "250ms" for 250 minutes.',
        '--check',
        command,
        '--priority',
        'P1',
        '--queue',
      ),
    () =>
      rota(
        'task',
        'add',
        'Describe durations in docs/durations.md',
        '--check-file',
        'docs/durations.md=parseDuration',
        '--check',
        command,
        '--after',
        '1',
        '--queue',
      ),
    () => rota('task', 'add', 'Test what no test calls', '-d', 'shorten() has no tests.', '--check', 'npm run coverage', '--queue'),
  ];
  for (const next of setup) if ((await next()) !== 0) return 1;
  step('The agent works; Rota runs the checks, before and after.');
  const code = await rota('task', 'execute', ...allowed);
  if (code === 130) return code;
  step('The board, with the evidence.');
  await rota('board');
  return (await verdict(terminal)) && code === 0 ? 0 : code || 1;
}

/** Runs one command line as if it was typed here. */
async function type(terminal: Terminal, args: readonly string[]): Promise<number> {
  say(`${dim('$')} ${bold(['rota', ...args.map(quoted)].join(' '))}`);
  return runCli(args, terminal, openNodeHost);
}

/** Says what came of it, judged by the evidence on the cards and nothing else. */
async function verdict(terminal: Terminal): Promise<boolean> {
  const out = new PassThrough();
  const [, json] = await Promise.all([
    runCli(['task', 'list', '--json'], { ...terminal, stdout: out }, openNodeHost).finally(() => out.end()),
    text(out),
  ]);
  const Result = z.object({ passed: z.boolean() });
  const Cards = z.object({
    items: z.array(z.object({ number: z.number(), status: z.string(), checks: z.array(z.object({ latest: Result.nullable() })) })),
  });
  const { items } = Cards.parse(JSON.parse(json));
  const broken = items.filter(
    ({ status, checks }) => (status !== 'done' && status !== 'review') || !checks.every(({ latest }) => latest?.passed === true),
  );
  if (broken.length === 0)
    say(`\n${green('All checks are green.')} What waits in review is for a person: "rota task accept", or "rota task request-changes".`);
  else say(`\n${red(`Not done: ${broken.map(({ number }) => `#${number}`).join(', ')}.`)} The evidence is on the board above.`);
  return broken.length === 0;
}

interface Model {
  readonly words: string;
  readonly args: readonly string[];
}

async function chooseModel(): Promise<Model> {
  const { ROTA_BASE_URL: baseUrl, ROTA_MODEL: name } = env;
  if (options.script !== undefined) {
    const file = resolve(env['INIT_CWD'] ?? '.', options.script);
    return { words: `none. The replies in ${file} are replayed; the tools and the checks are real.`, args: ['--script', file] };
  }
  const found = await findOllama();
  if (options.ollama) {
    const wanted = name ?? found?.[0];
    if (wanted === undefined) throw new Error('No model was found at Ollama on 127.0.0.1:11434. Start it and pull one, or set ROTA_MODEL.');
    return { words: `${wanted}, served by Ollama on this machine.`, args: ['--provider', 'ollama', '--model', wanted] };
  }
  if (baseUrl && name) return { words: `${name} at ${baseUrl}.`, args: ['--provider', 'openai', '--base-url', baseUrl, '--model', name] };
  const mention = found ? ' (An Ollama runs on this machine: "npm run demo -- --ollama" uses it.)' : '';
  return {
    words: `none. This is the built-in script: replies are replayed, the tools and the checks are real.${mention}`,
    args: ['--script', join(examples, 'demo-script.json')],
  };
}

/** The models of an Ollama on this machine; `undefined` when none answers. */
async function findOllama(): Promise<string[] | undefined> {
  try {
    const response = await fetch('http://127.0.0.1:11434/api/tags', { signal: AbortSignal.timeout(700) });
    const { models } = z.object({ models: z.array(z.object({ name: z.string() })) }).parse(await response.json());
    return models.map(({ name }) => name);
  } catch {
    return undefined;
  }
}

async function inTemporaryFolder(work: (terminal: Terminal) => Promise<number>): Promise<number> {
  const temporary = await mkdtemp(join(tmpdir(), 'rota-demo-'));
  const folder = join(temporary, 'plain-words');
  try {
    await cp(join(examples, 'workspace'), folder, { recursive: true });
    await mkdir(join(temporary, 'data'));
    say(`Workspace: ${folder}, a copy of examples/workspace${options.keep ? '' : '; it is deleted at the end (--keep keeps it)'}.`);
    // The commands of the demo find this Node, whichever is installed on the machine.
    const path = [dirname(process.execPath), env['PATH'] ?? ''].join(delimiter);
    const { stdin } = process;
    return await work({ stdin, stdout, stderr: stdout, env: { ...env, PATH: path, ROTA_DATA_DIR: join(temporary, 'data') }, folder });
  } finally {
    if (options.keep) say(`Kept: ${folder}`);
    else await rm(temporary, { recursive: true, force: true });
  }
}

function step(title: string): void {
  say(`\n${bold(`— ${title}`)}`);
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}

function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `"${word.replace(/(["\\$`])/g, '\\$1')}"`;
}
