import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { nameOf, pathInput, readEffect } from './fileEffects.ts';
import { mediaTypeOf } from './mediaType.ts';
import { defineTool } from './tool.ts';

const MAX_BYTES = 5 * 1024 * 1024;

export const attachFile = defineTool({
  name: 'attach_file',
  description: 'Attach a copy of a workspace file to your task, for the person who reviews it: a report, a picture, a log. At most 5 MiB.',
  input: z.object({
    path: pathInput,
    name: z.string().trim().min(1).max(200).optional().describe('What the person sees; else the name of the file'),
  }),

  async prepare({ path, name }, { workArea, tasks }) {
    const at = await workArea.resolve(path);
    const file = nameOf(at, workArea);
    const shown = name ?? at.path.split('/').at(-1) ?? at.path;
    return {
      summary: `Attach ${file} to the task as "${shown}"`,
      effects: [readEffect(at), { kind: 'tasks', change: 'update' }],
      async run() {
        const snapshot = await workArea.read(at);
        if (!snapshot) throw new ToolError(`There is no file ${file}. Write it first, then attach it.`);
        const { bytes } = snapshot;
        if (bytes.length > MAX_BYTES)
          throw new ToolError(`${file} has ${bytes.length} bytes; at most ${MAX_BYTES} can be attached. Attach a smaller part of it.`);
        const { mediaType, size } = await tasks.attach({ name: shown, mediaType: mediaTypeOf(at.path, bytes), bytes });
        return `Attached "${shown}" (${mediaType}, ${size} bytes).`;
      },
    };
  },
});
