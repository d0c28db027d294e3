import { basename } from 'node:path';
import * as vscode from 'vscode';

/** Folders on disk that are open in this window, in the editor's order. */
export function fileRoots(): { name: string; folder: string }[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return folders.map(({ name, uri }) => ({ name: name || basename(uri.fsPath), folder: uri.fsPath }));
}
