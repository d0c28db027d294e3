import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { nameOf, pathInput, remember, writeEffect } from './fileEffects.ts';
import { defineTool } from './tool.ts';

export const deleteFile = defineTool({
  name: 'delete_file',
  description: 'Delete one file of the workspace. It goes to a trash, and the person can undo it.',
  input: z.object({ path: pathInput }),

  async prepare({ path }, context) {
    const { workArea, memory } = context;
    const at = await workArea.resolve(path);
    const name = nameOf(at, workArea);
    const snapshot = await workArea.read(at);
    if (!snapshot) throw new ToolError(`There is no file ${name}. Use list_files to find the right path.`);
    return {
      summary: `Delete ${name} (${snapshot.bytes.length} bytes; a copy stays in the trash)`,
      effects: [writeEffect(workArea, at, 'delete', snapshot)],
      async run() {
        await context.change({ at, baseHash: snapshot.hash, after: null });
        remember(at, null, memory);
        return `Deleted ${name}.`;
      },
    };
  },
});
