import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { isSecretPath } from '../rules/secretPaths.ts';
import { nameOf, readEffect } from './fileEffects.ts';
import { requireEditor } from './symbolPlace.ts';
import { shownLine } from './shownText.ts';
import { defineTool } from './tool.ts';
import { quote } from './workPaths.ts';

const MAX_SYMBOLS = 100;

export const findSymbols = defineTool({
  name: 'find_symbols',
  description: `Find functions, classes, methods and other symbols by name with the editor's language tools: in the whole workspace, or the outline of one file. Answers path:line:column: kind name, at most ${MAX_SYMBOLS}.`,
  input: z.object({
    query: z.string().trim().max(300).default('').describe('A part of the name; may be empty for the outline of a file'),
    path: z.string().min(1).optional().describe('A file: only its symbols'),
  }),
  needsEditor: true,

  async prepare({ query, path }, { editor, workArea, signal }) {
    const services = requireEditor({ editor });
    if (path === undefined && query === '') throw new ToolError('Give a part of the name, or the path of a file for its outline.');
    const at = path === undefined ? undefined : await workArea.resolve(path);
    const where = at ? nameOf(at, workArea) : 'the workspace';
    return {
      summary: query === '' ? `Outline ${where}` : `Find symbols ${quote(query)} in ${where}`,
      effects: [at ? readEffect(at) : { kind: 'read', at: await workArea.resolve('.'), secret: false }],
      async run() {
        const found = (await services.findSymbols(query, at, signal)).filter(
          ({ place }) => at !== undefined || !isSecretPath(place.at.path),
        );
        if (found.length === 0)
          return `No language tool knows a symbol ${quote(query)} in ${where}. ${at ? 'Its language may have no tool here' : 'Language tools know only projects of which a file is open: give the path of a file, or use search_text'}.`;
        const lines = found.slice(0, MAX_SYMBOLS).map(({ name, kind, container, place }) => {
          const of = container === '' ? '' : ` (in ${shownLine(container)})`;
          return `${nameOf(place.at, workArea)}:${place.line}:${place.column}: ${kind} ${shownLine(name)}${of}`;
        });
        if (found.length > MAX_SYMBOLS) lines.push(`(${found.length - MAX_SYMBOLS} more symbols; give a longer part of the name)`);
        return lines.join('\n');
      },
    };
  },
});
