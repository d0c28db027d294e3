import { z } from 'zod';
import { isProtectedPath } from '../rules/protectedPaths.ts';
import { fileDiff } from './fileDiff.ts';
import { assertKnown, encodeText, readTextFile, rememberContent, type TextFile } from './textFile.ts';
import { defineTool } from './tool.ts';

const MAX_LENGTH = 2_000_000;

/** Creates a file, or replaces one whole. */
export const writeFile = defineTool({
  name: 'write_file',
  description: 'Create a file with this content, or replace all of an existing one that you have read. To change a part of a file use edit_file.',
  input: z.object({
    path: z.string().describe('File, relative to the workspace; missing folders are made'),
    content: z.string().max(MAX_LENGTH).describe('The whole new content'),
  }),
  async prepare({ path, content }, context) {
    const at = await context.workArea.resolve(path);
    const existing: TextFile | undefined = (await context.workArea.read(at)) && (await readTextFile(at, context));
    if (existing) assertKnown(at, existing.hash, context);
    const change = existing ? 'edit' : 'create';
    return {
      summary: `${existing ? 'Replace' : 'Create'} ${at.path} (${content.length} characters)`,
      effects: [{ kind: 'write', at, change, protected: isProtectedPath(at.path) }],
      diff: fileDiff(at.path, existing?.text ?? '', content),
      run: async () => {
        const after = encodeText(content, existing?.hasBom ?? false);
        const { hash } = await context.change({ at, baseHash: existing?.hash ?? null, after });
        rememberContent(at, hash, context);
        return `${existing ? 'Replaced' : 'Created'} ${at.path} (${after.length} bytes).`;
      },
    };
  },
});
