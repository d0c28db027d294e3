import * as z from 'zod';
import { readEffect, nameOf } from './fileEffects.ts';
import { shownLine } from './shownText.ts';
import { defineTool } from './tool.ts';
import type { WorkEntry } from './workArea.ts';

const MAX_ENTRIES = 500;

export const listFiles = defineTool({
  name: 'list_files',
  description: `List files and folders of the workspace, sorted, without what .gitignore hides. At most ${MAX_ENTRIES} entries a call.`,
  input: z.object({
    path: z.string().default('.').describe('Folder, relative to the workspace'),
    depth: z.number().int().min(1).max(32).default(2).describe('How many levels to show; 1 is only the folder itself'),
    glob: z.string().min(1).max(300).optional().describe('Only files that match, at any depth: *.ts, src/**/*.test.ts'),
    includeIgnored: z.boolean().default(false).describe('Also list what .gitignore hides'),
  }),

  async prepare({ path, depth, glob, includeIgnored }, { workArea, signal }) {
    const at = await workArea.resolve(path);
    const name = nameOf(at, workArea);
    return {
      summary: `List ${name}${glob === undefined ? '' : ` for ${JSON.stringify(glob)}`}`,
      effects: [{ ...readEffect(at), secret: false }],
      async run() {
        const options = {
          depth: glob === undefined ? depth : 32,
          limit: MAX_ENTRIES,
          includeIgnored,
          ...(glob === undefined ? {} : { glob }),
        };
        const { entries, truncated } = await workArea.list(at, options, signal);
        if (entries.length === 0)
          return glob === undefined ? `${name} is empty, or all in it is ignored.` : `No file in ${name} matches ${JSON.stringify(glob)}.`;
        const lines = entries.map((entry) => shownEntry(nameOf({ ...at, path: entry.path }, workArea), entry));
        if (truncated) lines.push(`(more than ${MAX_ENTRIES} entries; list a deeper folder, a smaller depth or a glob)`);
        return lines.join('\n');
      },
    };
  },
});

function shownEntry(name: string, { kind, size }: WorkEntry): string {
  const shown = shownLine(name.replaceAll('\n', '\\n'));
  if (kind === 'folder') return `${shown}/`;
  return kind === 'file' ? `${shown} (${size} bytes)` : `${shown} (link or special file, not followed)`;
}
