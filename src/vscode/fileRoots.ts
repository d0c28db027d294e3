import { basename } from 'node:path';
import * as vscode from 'vscode';
import { boardRoots, type NamedRoot } from '../node/boardRoots.ts';
import { rootNames } from '../node/rootNames.ts';
import { storeHomes } from './storeHomes.ts';

/** Folders on disk that are open in this window: the one with the board first, the others in the editor's order. */
export function fileRoots(): NamedRoot[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const roots = boardRoots(
    folders.map(({ name, uri }) => ({ name: name || basename(uri.fsPath), folder: uri.fsPath })),
    storeHomes(),
  );
  const names = rootNames(roots.map(({ name }) => name));
  return roots.map(({ folder }, index) => ({ name: names[index] ?? '', folder }));
}
