import { z } from 'zod';
import { isSecretPath } from '../rules/secretPaths.ts';
import { defineTool } from './tool.ts';

const MAX_MATCHES = 100;

/** Where a text occurs in the workspace. */
export const searchText = defineTool({
  name: 'search_text',
  description: `Search the text of the workspace's files, at most ${MAX_MATCHES} matching lines a call. Answers path:line: text.`,
  input: z.object({
    text: z.string().min(1).max(1000).describe('What to look for'),
    regex: z.boolean().default(false).describe('Treat text as a JavaScript regular expression, line by line'),
    caseSensitive: z.boolean().default(false),
    path: z.string().default('.').describe('Folder to search in'),
    include: z.string().min(1).max(500).optional().describe('Only paths that match this glob, e.g. **/*.ts'),
  }),
  async prepare({ text, regex, caseSensitive, path, include }, { workArea, signal }) {
    const at = await workArea.resolve(path);
    return {
      summary: `Search for ${JSON.stringify(text)} in ${at.path === '' ? 'the workspace' : at.path}`,
      effects: [{ kind: 'read', at, secret: isSecretPath(at.path) }],
      run: async () => {
        const query = { text, regex, caseSensitive, maxMatches: MAX_MATCHES, ...(include === undefined ? {} : { include }) };
        const found = await workArea.search(at, query, signal);
        const matches = found.matches.filter((match) => !isSecretPath(match.path));
        const hidden = found.matches.length - matches.length;
        const lines = matches.map((match) => `${match.path}:${match.line}: ${match.text}`);
        if (found.truncated) lines.push(`(more than ${MAX_MATCHES} matches; make the search narrower)`);
        if (hidden > 0) lines.push(`(${hidden} matches in files that usually hold secrets are not shown)`);
        return lines.length === 0 ? 'No match.' : lines.join('\n');
      },
    };
  },
});
