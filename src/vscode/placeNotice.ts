import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { placeWarnings } from '../core/health/boardHealth.ts';
import type { Disposable } from '../core/base/disposable.ts';
import { homeOf } from '../node/storePlace.ts';
import { readFolderFacts } from '../node/folderFacts.ts';
import { showWarning } from './messages.ts';
import type { OpenBoard } from './openBoard.ts';
import { reportError } from './reportError.ts';
import type { WindowParts } from './windowParts.ts';

const TOLD = 'rota.placeTold';

/** Says once a workspace when its board lies in a folder that boards do not like: on a network drive, synced, not to be written. The health page says it always. */
export function watchPlace({ context, log, session }: WindowParts): Disposable {
  const tell = ({ place }: OpenBoard): Promise<unknown> =>
    reportError(log, async () => {
      const facts = await readFolderFacts(place.folder);
      const [warning] = placeWarnings(homeOf(place), facts);
      if (!warning || context.workspaceState.get(TOLD) === warning.detail) return;
      await context.workspaceState.update(TOLD, warning.detail);
      const [move, more] = [l10n.t('Move Board'), l10n.t('Check Health')];
      const chosen =
        facts.writable && place.location === 'workspace'
          ? await showWarning(warning.detail, move, more)
          : await showWarning(warning.detail, more);
      if (chosen !== undefined) await vscode.commands.executeCommand(chosen === move ? 'rota.moveBoard' : 'rota.checkHealth');
    });
  if (session.board) void tell(session.board);
  return session.onDidChange((state) => state.kind === 'open' && void tell(state.board));
}
