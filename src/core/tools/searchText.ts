import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { isSecretPath } from '../rules/secretPaths.ts';
import { nameOf, readEffect } from './fileEffects.ts';
import { shownLine } from './shownText.ts';
import { defineTool } from './tool.ts';
import { quote } from './workPaths.ts';

const MAX_MATCHES = 200;

export const searchText = defineTool({
  name: 'search_text',
  description: `Search the text files of the workspace line by line. Answers path:line: text, at most ${MAX_MATCHES} lines. What .gitignore hides, binary and very big files and files that usually hold secrets are not searched.`,
  input: z.object({
    text: z.string().min(1).max(1000).describe('What to look for'),
    path: z.string().default('.').describe('Folder or file to search, relative to the workspace'),
    regex: z.boolean().default(false).describe('Treat the text as a JavaScript regular expression'),
    caseSensitive: z.boolean().default(true),
    include: z.string().min(1).max(300).optional().describe('Only files that match this glob: *.ts, src/**'),
    maxMatches: z.number().int().min(1).max(MAX_MATCHES).default(100),
  }),

  async prepare({ text, path, regex, caseSensitive, include, maxMatches }, { workArea, signal }) {
    if (!regex && text.includes('\n')) throw new ToolError('search_text looks at single lines: search for one line of the text.');
    const at = await workArea.resolve(path);
    if (isSecretPath(at.path))
      throw new ToolError(`${at.path} usually holds secrets and is not searched. If you must see it, read_file asks the person.`);
    const name = nameOf(at, workArea);
    return {
      summary: `Search ${name} for ${quote(text)}`,
      effects: [readEffect(at)],
      async run() {
        const query = { text, regex, caseSensitive, maxMatches, skip: isSecretPath, ...(include === undefined ? {} : { include }) };
        const { matches, truncated } = await workArea.search(at, query, signal);
        if (matches.length === 0)
          return `Nothing in ${name} matches ${quote(text)}${include === undefined ? '' : ` in files ${quote(include)}`}.`;
        const lines = matches.map((match) => `${nameOf({ ...at, path: match.path }, workArea)}:${match.line}: ${shownLine(match.text)}`);
        if (truncated) lines.push('(there are more matches, or the search was cut short; search a deeper folder or a longer text)');
        return lines.join('\n');
      },
    };
  },
});
