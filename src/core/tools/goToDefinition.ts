import * as z from 'zod';
import { nameOf, readEffect } from './fileEffects.ts';
import { placeOfSymbol, requireEditor, shownPlaces, symbolInput } from './symbolPlace.ts';
import { defineTool } from './tool.ts';
import { quote } from './workPaths.ts';

const MAX_PLACES = 20;

export const goToDefinition = defineTool({
  name: 'go_to_definition',
  description: "Find where a symbol is defined, with the editor's language tools. Answers path:line:column: text.",
  input: z.object(symbolInput),
  needsEditor: true,

  async prepare(input, context) {
    const editor = requireEditor(context);
    const place = await placeOfSymbol(input, context);
    const name = nameOf(place.at, context.workArea);
    return {
      summary: `Find the definition of ${quote(input.symbol)} in ${name}:${place.line}`,
      effects: [readEffect(place.at)],
      async run() {
        const found = await editor.findDefinitions(place, context.signal);
        if (found.places.length + found.outside === 0)
          return `No language tool knows a definition of ${quote(input.symbol)} at ${name}:${place.line}. search_text may help.`;
        return shownPlaces(found, MAX_PLACES, context.workArea);
      },
    };
  },
});
