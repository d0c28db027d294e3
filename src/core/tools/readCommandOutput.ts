import { z } from 'zod';
import { ToolError } from '../base/errors.ts';
import { describeEnd } from './runCommand.ts';
import { defineTool } from './tool.ts';

const MAX_CHARACTERS = 30_000;

/** Reads on in the output of a background command, or stops it. */
export const readCommandOutput = defineTool({
  name: 'read_command_output',
  description: 'Read the output of a background command of this run from a position on, and learn whether it still runs. With stop, end it first.',
  input: z.object({
    id: z.string().describe('What run_command answered, e.g. bg1'),
    from: z.number().int().min(0).default(0).describe('Position to read from; the answer names the next one'),
    stop: z.boolean().default(false),
  }),
  prepare({ id, from, stop }, { memory }) {
    const process = memory.processes.get(id);
    if (!process) throw new ToolError(`There is no background command ${id}. Started in this run: ${[...memory.processes.keys()].join(', ') || 'none'}.`);
    return {
      summary: stop ? `Stop the background command ${id}` : `Read the output of the background command ${id}`,
      // Reading and ending what was approved when it started touches nothing new.
      effects: [],
      run: async () => {
        if (stop) await process.stop();
        const state = await Promise.race([process.result.then((result) => describeEnd(result, 0)), Promise.resolve('It still runs.')]);
        const { text, next } = process.readOutput(from);
        const shown = text.slice(0, MAX_CHARACTERS);
        const position = shown.length < text.length ? from + shown.length : next;
        if (stop) memory.processes.delete(id);
        return `${state} Next position: ${position}.\n${shown === '' ? '(no new output)' : shown}`;
      },
    };
  },
});
