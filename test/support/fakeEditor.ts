import type { EditorServices } from '../../src/core/tools/editorServices.ts';

/** The services of an editor, as a test states them; the others find nothing. */
export function fakeEditor(parts: Partial<EditorServices>): EditorServices {
  const nothing = { places: [], outside: 0 };
  return {
    problems: (files) => Promise.resolve(files.map((at) => ({ at, problems: [] }))),
    findSymbols: () => Promise.resolve([]),
    findReferences: () => Promise.resolve(nothing),
    findDefinitions: () => Promise.resolve(nothing),
    prepareRename: () => Promise.resolve([]),
    state: () => Promise.resolve({ open: [], visible: [] }),
    ...parts,
  };
}
