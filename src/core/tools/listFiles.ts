import { z } from 'zod';
import { defineTool } from './tool.ts';

const MAX_ENTRIES = 500;

/** What lies in a folder of the workspace. */
export const listFiles = defineTool({
  name: 'list_files',
  description: `List files and folders of the workspace, at most ${MAX_ENTRIES} a call. Ignored files are left out unless asked for.`,
  input: z.object({
    path: z.string().default('.').describe('Folder, relative to the workspace'),
    depth: z.number().int().min(1).max(20).default(3).describe('How many levels of folders to show'),
    glob: z.string().min(1).max(500).optional().describe('Only paths that match, e.g. src/**/*.ts'),
    includeIgnored: z.boolean().default(false).describe('Also what .gitignore hides'),
  }),
  async prepare({ path, depth, glob, includeIgnored }, { workArea, signal }) {
    const at = await workArea.resolve(path);
    return {
      summary: `List ${at.path === '' ? 'the workspace' : at.path}`,
      effects: [{ kind: 'read', at, secret: false }],
      run: async () => {
        const { entries, truncated } = await workArea.list(at, { depth, limit: MAX_ENTRIES, includeIgnored, ...(glob === undefined ? {} : { glob }) }, signal);
        if (entries.length === 0) return 'Nothing there.';
        const lines = entries.map((entry) => (entry.kind === 'folder' ? `${entry.path}/` : entry.kind === 'file' ? `${entry.path} (${entry.size} bytes)` : `${entry.path} (not a regular file)`));
        return truncated ? `${lines.join('\n')}\n(more than ${MAX_ENTRIES}; list a subfolder or use glob)` : lines.join('\n');
      },
    };
  },
});
