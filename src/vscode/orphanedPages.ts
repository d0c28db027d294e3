import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { Scope } from '../core/base/scope.ts';
import { showWarning } from './messages.ts';
import { reportError } from './reportError.ts';
import type { WindowParts } from './windowParts.ts';

/** A page that the editor hands over is there long before (ms). */
const GRACE = 3000;

/** Who serves the pages of a window. */
export interface PageServers {
  readonly board: {
    isVisibleIn(column: vscode.ViewColumn): boolean;
    /** Opens the board there and leaves the keyboard where it is. */
    reopen(column: vscode.ViewColumn): void;
  };
  readonly cards: { isVisibleIn(column: vscode.ViewColumn): boolean };
}

/**
 * When the extension host dies, the editor keeps the tabs of its pages and hands them to nobody: they look alive and answer nothing. A board is opened
 * anew in its place. The page of a card may hold words that were not saved, so it is the person who closes it.
 */
export function watchOrphanedPages({ log }: Pick<WindowParts, 'log'>, { board, cards }: PageServers): Disposable {
  const told = new WeakSet<vscode.Tab>();
  let timer: NodeJS.Timeout | undefined;
  const close = (tabs: readonly vscode.Tab[]): void => void reportError(log, () => vscode.window.tabGroups.close(tabs, true));
  const look = (): void => {
    const shown = vscode.window.tabGroups.all.flatMap(({ activeTab: tab, viewColumn }) => (tab ? [{ tab, viewColumn }] : []));
    for (const { tab, viewColumn } of shown) {
      const page = pageOf(tab);
      if (page === 'rota.board' && board.isVisibleIn(viewColumn)) close(otherBoards(tab));
      if (page === 'rota.board' && !board.isVisibleIn(viewColumn)) {
        board.reopen(viewColumn);
        close([tab]);
      }
      if (page === 'rota.card' && !cards.isVisibleIn(viewColumn) && !told.has(tab)) {
        told.add(tab);
        void reportError(log, () => offerToClose(tab));
      }
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, GRACE);
  };
  const scope = new Scope();
  scope.add({ dispose: () => clearTimeout(timer) });
  scope.add(vscode.window.tabGroups.onDidChangeTabs(soon));
  soon();
  return scope;
}

/** A window has one board. */
function otherBoards(own: vscode.Tab): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter((tab) => tab !== own && pageOf(tab) === 'rota.board');
}

/** The editor puts a prefix of its own before the type of a page. */
function pageOf({ input }: vscode.Tab): 'rota.board' | 'rota.card' | undefined {
  if (!(input instanceof vscode.TabInputWebview)) return undefined;
  return (['rota.board', 'rota.card'] as const).find((type) => input.viewType.endsWith(type));
}

async function offerToClose(tab: vscode.Tab): Promise<void> {
  const close = l10n.t('Close It');
  const message = l10n.t('The page "{0}" was cut off when the extension host ended: what you write there is not saved. Copy what you need, then close it and open the card again.', tab.label);
  if ((await showWarning(message, close)) === close) await vscode.window.tabGroups.close(tab);
}
