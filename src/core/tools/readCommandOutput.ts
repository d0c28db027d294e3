import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { screenText } from '../base/terminalText.ts';
import type { ProcessResult, RunningProcess } from './processRunner.ts';
import { howItEnded } from './runCommand.ts';
import { headAndTail } from './shownText.ts';
import { defineTool } from './tool.ts';

const HEAD = 8_000;
const TAIL = 16_000;

export const readCommandOutput = defineTool({
  name: 'read_command_output',
  description: 'Read on in the output of a background command, wait until it ends, or stop it.',
  input: z.object({
    id: z.string().describe('The id that run_command answered, such as p1'),
    from: z.number().int().min(0).default(0).describe('Where to read on, as the last answer said'),
    then: z.enum(['read', 'wait', 'stop']).default('read').describe('wait: until it ends or its time limit is reached; stop: end it now'),
  }),

  prepare({ id, from, then }, { memory, signal }) {
    const process = memory.processes.get(id);
    if (!process) {
      const known = [...memory.processes.keys()].join(', ') || 'none';
      throw new ToolError(
        `There is no background command ${JSON.stringify(id)}. Known: ${known}. A command of an interrupted run is gone.`,
      );
    }
    return {
      summary: { read: `Read the output of ${id}`, wait: `Wait for ${id}`, stop: `Stop ${id}` }[then],
      effects: [],
      async run() {
        if (then === 'stop') await process.stop();
        if (then === 'wait') await untilEnded(process, signal);
        const result = await resultSoFar(process);
        const { text: written, next } = process.readOutput(from);
        const text = screenText(written);
        if (result) memory.processes.delete(id);
        const state = result ? `${id} ended: ${howItEnded(result)}` : `${id} is still running; read on with from ${next}`;
        return `${state}\n${text === '' ? '(no new output)' : headAndTail(text, HEAD, TAIL)}`;
      },
    };
  },
});

/** `undefined` while it runs. The first settled promise of a race wins, so a result that is there comes before the plain value. */
function resultSoFar(process: RunningProcess): Promise<ProcessResult | undefined> {
  return Promise.race([process.result, Promise.resolve(undefined)]);
}

async function untilEnded(process: RunningProcess, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void process.result.then(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}
