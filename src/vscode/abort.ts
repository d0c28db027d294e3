import type * as vscode from 'vscode';

/** A signal that aborts when the editor's token is canceled. Dispose it when what it may stop has ended. */
export function abortOf(token: vscode.CancellationToken): { readonly signal: AbortSignal; dispose(): void } {
  const control = new AbortController();
  const listener = token.onCancellationRequested(() => control.abort());
  if (token.isCancellationRequested) control.abort();
  return { signal: control.signal, dispose: () => void listener.dispose() };
}
