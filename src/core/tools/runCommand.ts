import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { screenText } from '../base/terminalText.ts';
import { showInvisible } from '../base/visibleText.ts';
import { WholeLines } from '../base/wholeLines.ts';
import type { WorkPath } from '../model/effect.ts';
import { nameOf } from './fileEffects.ts';
import type { ProcessRequest, ProcessResult } from './processRunner.ts';
import { headAndTail } from './shownText.ts';
import { defineTool, type ToolContext } from './tool.ts';

const DEFAULT_LIMIT = 120;
const MAX_LIMIT = 600;
const MAX_BACKGROUND = 8;
/** Test runners say at the end what failed. */
const HEAD = 8_000;
const TAIL = 22_000;

export const runCommand = defineTool({
  name: 'run_command',
  description: `Run a command line in the shell of this machine and answer its exit code and output. Standard input is closed: choose options that ask nothing. It is stopped after ${DEFAULT_LIMIT} seconds unless you set another limit. For a server or watcher set background, then use read_command_output.`,
  input: z.object({
    command: z.string().trim().min(1).max(4000),
    folder: z.string().default('.').describe('Working folder, relative to the workspace'),
    timeLimit: z
      .number()
      .int()
      .min(1)
      .max(MAX_LIMIT)
      .optional()
      .describe(`Seconds until it is stopped; ${DEFAULT_LIMIT} unless set, ${MAX_LIMIT} in the background`),
    background: z.boolean().default(false).describe('Answer at once and let it run on'),
  }),

  async prepare({ command, folder, timeLimit, background }, context) {
    assertReadable(command);
    const { workArea, signal } = context;
    const at = await workArea.resolve(folder);
    // Refuses a folder that is none.
    await workArea.list(at, { depth: 1, limit: 1 }, signal);
    const seconds = timeLimit ?? (background ? MAX_LIMIT : DEFAULT_LIMIT);
    const unsaved = await workArea.unsaved();
    const where = at.path === '' && workArea.roots.length === 1 ? '' : ` in ${nameOf(at, workArea)}`;
    return {
      summary: `Run${background ? ' in the background' : ''}${where}: ${showInvisible(command)}`,
      effects: [{ kind: 'command', command, folder: at, background, ...(unsaved.length > 0 && { unsaved: [...unsaved] }) }],
      run: () => {
        const request = { command: { shell: command }, folder: workArea.folder(at), timeLimit: seconds * 1000, tag: context.tag };
        return background ? startInBackground(request, at, context) : runToEnd(request, context);
      },
    };
  },
});

/** What a person approves must be what the shell gets: no character that a screen would carry out instead of showing it. */
function assertReadable(command: string): void {
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(command)) {
    throw new ToolError('The command holds control characters. Write it in plain text (use printf with escapes for special characters).');
  }
  // Blank space pushes what matters out of sight.
  if (/[^\S\n]{80}|[\u2800\u3164]|(?:\n[^\S\n]*){10}/.test(command)) {
    throw new ToolError('The command holds long stretches of blank space. Write it without them, or write a script file and run that.');
  }
}

async function runToEnd(request: ProcessRequest, { processes, signal, output }: ToolContext): Promise<string> {
  const lines = new WholeLines((text) => output(screenText(text)));
  const result = await processes.start(request, (text) => lines.push(text), signal).result;
  lines.end();
  if (result.ended === 'not-started') throw new ToolError(`The command could not be started: ${result.error ?? 'reason unknown'}.`);
  const shown = screenText(result.output);
  return `${howItEnded(result, request.timeLimit)}\n${shown === '' ? '(no output)' : headAndTail(shown, HEAD, TAIL)}`;
}

/** One line about the end of a process. */
export function howItEnded({ ended, exitCode, duration }: ProcessResult, timeLimit?: number): string {
  const after = `after ${(duration / 1000).toFixed(1)} s`;
  switch (ended) {
    case 'exit':
      return `exit code ${exitCode ?? '?'} ${after}`;
    case 'signal':
      return `killed by a signal ${after}`;
    case 'time-limit':
      return `stopped ${after}: the time limit${timeLimit === undefined ? '' : ` of ${timeLimit / 1000} s`} was reached. A longer limit or the background may help.`;
    case 'aborted':
      return `stopped ${after}`;
    case 'not-started':
      return 'never started';
  }
}

function startInBackground(
  request: ProcessRequest,
  at: WorkPath,
  { processes, memory, signal, output, workArea }: ToolContext,
): Promise<string> {
  if (memory.processes.size >= MAX_BACKGROUND) {
    throw new ToolError(
      `There are ${MAX_BACKGROUND} background commands already. Stop one with read_command_output before you start another.`,
    );
  }
  const lines = new WholeLines((text) => output(screenText(text)));
  const started = processes.start(request, (text) => lines.push(text), signal);
  void started.result.then(() => lines.end());
  let number = 1;
  while (memory.processes.has(`p${number}`)) number++;
  memory.processes.set(`p${number}`, started);
  return Promise.resolve(
    `Started p${number} in ${nameOf(at, workArea)}. Read its output, wait for it or stop it with read_command_output.`,
  );
}
