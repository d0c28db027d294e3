import * as z from 'zod';
import { nameOf, readEffect } from './fileEffects.ts';
import { placeOfSymbol, requireEditor, shownPlaces, symbolInput } from './symbolPlace.ts';
import { defineTool } from './tool.ts';
import { quote } from './workPaths.ts';

const MAX_PLACES = 200;

export const findReferences = defineTool({
  name: 'find_references',
  description: `Find all uses of a symbol with the editor's language tools: better than a text search, because only this very symbol counts. Answers path:line:column: text, at most ${MAX_PLACES} places.`,
  input: z.object(symbolInput),
  needsEditor: true,

  async prepare(input, context) {
    const editor = requireEditor(context);
    const place = await placeOfSymbol(input, context);
    const name = nameOf(place.at, context.workArea);
    return {
      summary: `Find references to ${quote(input.symbol)} in ${name}:${place.line}`,
      effects: [readEffect(place.at)],
      async run() {
        const found = await editor.findReferences(place, context.signal);
        if (found.places.length + found.outside === 0)
          return `No language tool knows references to ${quote(input.symbol)} at ${name}:${place.line}. It may not be a symbol, or its language has no tool here: search_text may help.`;
        return shownPlaces(found, MAX_PLACES, context.workArea);
      },
    };
  },
});
