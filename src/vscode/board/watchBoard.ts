import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import type { WindowParts } from '../windowParts.ts';

interface BoardListener {
  /** Another board, or other columns. */
  columns(): void;
  /** Anything beside the cards may differ. */
  facts(): void;
}

/** Follows what a board shows beside its cards: the file of its columns, settings, trust, what can be undone. */
export function watchBoard({ session }: WindowParts, listener: BoardListener): Disposable {
  const scope = new Scope();
  let own = new Scope();
  const follow = (): void => {
    own.dispose();
    own = new Scope();
    if (!session.board) return;
    const { app, place } = session.board;
    const file = own.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(join(place.root, '.rota')), 'board.json')),
    );
    own.add(file.onDidCreate(() => listener.columns()));
    own.add(file.onDidChange(() => listener.columns()));
    own.add(file.onDidDelete(() => listener.columns()));
    own.add(app.edits.onDidChange(() => listener.facts()));
    own.add(app.dispatcher.onDidChange(() => listener.facts()));
  };
  follow();
  scope.add({ dispose: () => own.dispose() });
  scope.add(
    session.onDidChange(() => {
      follow();
      listener.columns();
    }),
  );
  scope.add(vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('rota.board') && listener.facts()));
  scope.add(vscode.workspace.onDidGrantWorkspaceTrust(() => listener.facts()));
  return scope;
}
