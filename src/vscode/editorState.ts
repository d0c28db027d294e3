import * as vscode from 'vscode';
import type { WorkPath } from '../core/model/effect.ts';
import type { EditorState } from '../core/tools/editorServices.ts';

/** What the person looks at, of files that `placeOf` knows. */
export async function editorState(placeOf: (uri: vscode.Uri) => Promise<WorkPath | undefined>): Promise<EditorState> {
  const open = new Map<string, EditorState['open'][number]>();
  for (const group of vscode.window.tabGroups.all) {
    for (const { input, isActive, isDirty } of group.tabs) {
      const named =
        input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook || input instanceof vscode.TabInputCustom;
      const at = named ? await placeOf(input.uri) : undefined;
      if (!named || !at) continue;
      const key = input.uri.toString();
      open.set(key, { at, active: (isActive && group.isActive) || open.get(key)?.active === true, unsaved: isDirty });
    }
  }
  const visible: EditorState['visible'][number][] = [];
  for (const { document, selection, visibleRanges } of vscode.window.visibleTextEditors) {
    const at = await placeOf(document.uri);
    const [first, last] = [visibleRanges[0], visibleRanges.at(-1)];
    if (!at || !first || !last) continue;
    visible.push({
      at,
      firstLine: first.start.line + 1,
      lastLine: last.end.line + 1,
      selection: { from: written(selection.start), to: written(selection.end), text: document.getText(selection) },
    });
  }
  return { open: [...open.values()], visible };
}

function written({ line, character }: vscode.Position): { line: number; column: number } {
  return { line: line + 1, column: character + 1 };
}
