import { z } from 'zod';
import { ToolError } from '../base/errors.ts';
import { isProtectedPath } from '../rules/protectedPaths.ts';
import { rememberContent } from './textFile.ts';
import { defineTool } from './tool.ts';

/** Moves a file to the trash. */
export const deleteFile = defineTool({
  name: 'delete_file',
  description: 'Delete one file of the workspace. It goes to the trash and can be restored by the person.',
  input: z.object({ path: z.string().describe('File, relative to the workspace') }),
  async prepare({ path }, context) {
    const at = await context.workArea.resolve(path);
    const snapshot = await context.workArea.read(at);
    if (!snapshot) throw new ToolError(`There is no file ${at.path}.`);
    return {
      summary: `Delete ${at.path} (${snapshot.bytes.length} bytes)`,
      effects: [{ kind: 'write', at, change: 'delete', protected: isProtectedPath(at.path) }],
      run: async () => {
        await context.change({ at, baseHash: snapshot.hash, after: null });
        rememberContent(at, null, context);
        return `Deleted ${at.path}.`;
      },
    };
  },
});
