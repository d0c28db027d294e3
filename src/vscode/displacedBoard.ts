import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { asSentence } from '../core/base/sentence.ts';
import { showError } from './messages.ts';
import type { OpenBoard } from './openBoard.ts';
import { reportError } from './reportError.ts';
import type { WindowParts } from './windowParts.ts';

/** Says at once when the files go from under the open board, and offers what can be done; once each time it happens. */
export function watchDisplaced({ session, log }: WindowParts): Disposable {
  let watch: Disposable | undefined;
  const follow = ({ store }: OpenBoard): void => {
    let wasDisplaced = false;
    const look = (): void => {
      const { displaced, readOnly } = store;
      void vscode.commands.executeCommand('setContext', 'rota.displaced', displaced);
      if (displaced && !wasDisplaced) void reportError(log, () => offer(readOnly ?? ''));
      wasDisplaced = displaced;
    };
    watch?.dispose();
    watch = store.onDidChangeStanding(look);
    look();
  };
  const offer = async (reason: string): Promise<void> => {
    const [putBack, close] = [l10n.t('Put the Board Back'), l10n.t('Close the Board')];
    const chosen = await showError(asSentence(reason), putBack, close);
    if (chosen === putBack) await vscode.commands.executeCommand('rota.putBack');
    if (chosen === close) await session.closeBoard();
  };
  if (session.board) follow(session.board);
  const changes = session.onDidChange((state) => {
    if (state.kind === 'open') return follow(state.board);
    watch?.dispose();
    void vscode.commands.executeCommand('setContext', 'rota.displaced', false);
  });
  return {
    dispose() {
      watch?.dispose();
      changes.dispose();
    },
  };
}
