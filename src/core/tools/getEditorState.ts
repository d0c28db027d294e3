import * as z from 'zod';
import { isSecretPath } from '../rules/secretPaths.ts';
import { nameOf } from './fileEffects.ts';
import type { EditorState } from './editorServices.ts';
import { requireEditor } from './symbolPlace.ts';
import { showControls } from '../base/visibleText.ts';
import { defineTool } from './tool.ts';
import type { WorkArea } from './workArea.ts';

const MAX_OPEN = 50;
const MAX_SELECTION = 4_000;

export const getEditorState = defineTool({
  name: 'get_editor_state',
  description: 'See what the person has open in the editor: files, which one is active, the lines in view and what is selected.',
  input: z.object({}),
  needsEditor: true,

  async prepare(_input, { editor, workArea }) {
    const services = requireEditor({ editor });
    return {
      summary: 'Look at what is open in the editor',
      effects: [{ kind: 'read', at: await workArea.resolve('.'), secret: false }],
      run: async () => shownState(await services.state(), workArea),
    };
  },
});

function shownState({ open, visible }: EditorState, workArea: WorkArea): string {
  if (open.length === 0) return 'No file of the workspace is open in the editor.';
  const lines = open
    .slice(0, MAX_OPEN)
    .map(({ at, active, unsaved }) => `- ${nameOf(at, workArea)}${active ? ' (active)' : ''}${unsaved ? ' (unsaved changes)' : ''}`);
  const parts = [`Open files:\n${lines.join('\n')}`];
  if (open.length > MAX_OPEN) parts.push(`(${open.length - MAX_OPEN} more open files)`);
  for (const { at, firstLine, lastLine, selection } of visible) {
    parts.push(`In view: ${nameOf(at, workArea)}, lines ${firstLine} to ${lastLine}`);
    if (!selection) continue;
    const { from, to, text } = selection;
    if (text === '') parts.push(`Cursor: line ${from.line}, column ${from.column}`);
    else if (isSecretPath(at.path))
      parts.push(`Selected: lines ${from.line} to ${to.line} (the file usually holds secrets, so the text is left out)`);
    else parts.push(`Selected: line ${from.line}, column ${from.column} to line ${to.line}, column ${to.column}:\n${shownSelection(text)}`);
  }
  return parts.join('\n');
}

function shownSelection(text: string): string {
  const shown = showControls(text.slice(0, MAX_SELECTION));
  return text.length > MAX_SELECTION ? `${shown}\n(${text.length - MAX_SELECTION} more characters selected)` : shown;
}
