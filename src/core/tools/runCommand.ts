import { z } from 'zod';
import { ToolError } from '../base/errors.ts';
import type { ProcessRequest, ProcessResult } from './processRunner.ts';
import { defineTool, type ToolContext } from './tool.ts';

const DEFAULT_SECONDS = 120;
const MAX_SECONDS = 600;
const MAX_BACKGROUND = 8;
/** A background process ends with its run at the latest; this is for a run that a person leaves waiting. */
const BACKGROUND_LIMIT = 24 * 60 * 60_000;
const MAX_OUTPUT = 30_000;

/** Runs a command line in the machine's shell. */
export const runCommand = defineTool({
  name: 'run_command',
  description: `Run a command line in the workspace's shell, without standard input. It is stopped after ${DEFAULT_SECONDS} seconds unless timeLimit says otherwise. With background, it goes on and read_command_output shows its output.`,
  input: z.object({
    command: z.string().trim().min(1).max(8000).describe('The exact command line'),
    folder: z.string().default('.').describe('Folder to run in, relative to the workspace'),
    timeLimit: z.number().int().min(1).max(MAX_SECONDS).default(DEFAULT_SECONDS).describe('Seconds'),
    background: z.boolean().default(false),
  }),
  async prepare({ command, folder, timeLimit, background }, context) {
    const at = await context.workArea.resolve(folder);
    const request: ProcessRequest = {
      command: { shell: command },
      folder: context.workArea.folder(at),
      timeLimit: background ? BACKGROUND_LIMIT : timeLimit * 1000,
      tag: context.tag,
    };
    const where = at.path === '' ? '' : ` in ${at.path}`;
    return {
      summary: `Run${background ? ' in the background' : ''}${where}: ${command}`,
      effects: [{ kind: 'command', command, folder: at, background }],
      run: () => (background ? startInBackground(request, context) : runToEnd(request, timeLimit, context)),
    };
  },
});

async function runToEnd(request: ProcessRequest, timeLimit: number, context: ToolContext): Promise<string> {
  const result = await context.processes.start(request, context.output, context.signal).result;
  context.signal.throwIfAborted();
  const output = shorten(result.output);
  const head = describeEnd(result, timeLimit);
  if (result.ended === 'not-started') throw new ToolError(`${head} ${result.error ?? ''}`.trim());
  return output === '' ? `${head} It printed nothing.` : `${head}\n${output}`;
}

async function startInBackground(request: ProcessRequest, { processes, memory, output, signal }: ToolContext): Promise<string> {
  const running = [...memory.processes.values()];
  if (running.length >= MAX_BACKGROUND) throw new ToolError(`${MAX_BACKGROUND} background commands were started already. Stop one with read_command_output first.`);
  const id = `bg${memory.processes.size + 1}`;
  memory.processes.set(id, processes.start(request, output, signal));
  return `Started as ${id}. read_command_output with id ${id} shows its output.`;
}

/** How a command ended, as a sentence for the model. */
export function describeEnd(result: ProcessResult, timeLimit: number): string {
  switch (result.ended) {
    case 'exit':
      return `Exit code ${result.exitCode ?? 'unknown'}.`;
    case 'signal':
      return 'It was ended by a signal.';
    case 'time-limit':
      return `It was stopped after its limit of ${timeLimit} seconds, with all it had started.`;
    case 'aborted':
      return 'It was stopped.';
    case 'not-started':
      return 'It could not be started.';
  }
}

/** The beginning shows what ran, the end what came of it. */
function shorten(output: string): string {
  const text = output.trimEnd();
  if (text.length <= MAX_OUTPUT) return text;
  const part = MAX_OUTPUT / 2;
  return `${text.slice(0, part)}\n(${text.length - MAX_OUTPUT} characters left out)\n${text.slice(-part)}`;
}
