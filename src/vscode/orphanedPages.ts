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
  readonly board: PageServer;
  /** Reopens the card whose tab says this. */
  readonly cards: PageServer;
}

interface PageServer {
  isVisibleIn(column: vscode.ViewColumn): boolean;
  /** Opens the page of a tab anew, beside it, and leaves the keyboard where it is. */
  reopen(column: vscode.ViewColumn, label: string): void;
}

/**
 * When the extension host dies, the editor keeps the tabs of its pages and hands them to nobody: they look alive and answer nothing. Each is opened
 * anew in its place. A card's page that was in sight may hold words that were not saved, so there it is the person who does it.
 */
export function watchOrphanedPages({ log }: Pick<WindowParts, 'log'>, servers: PageServers): Disposable {
  const wereInSight = new Set<vscode.Tab>();
  const told = new WeakSet<vscode.Tab>();
  let timer: NodeJS.Timeout | undefined;
  const replace = (tab: vscode.Tab, column: vscode.ViewColumn, server: PageServer): void => {
    server.reopen(column, tab.label);
    close([tab]);
  };
  const close = (tabs: readonly vscode.Tab[]): void => void reportError(log, () => vscode.window.tabGroups.close(tabs, true));
  const look = (): void => {
    for (const { tab, viewColumn } of tabsInSight()) {
      const page = pageOf(tab);
      if (page === undefined || told.has(tab)) continue;
      const server = servers[page];
      if (server.isVisibleIn(viewColumn)) {
        if (page === 'board') close(otherBoards(tab));
      } else if (page === 'cards' && wereInSight.has(tab)) {
        told.add(tab);
        void reportError(log, () => offerToReopen(tab, () => replace(tab, viewColumn, server)));
      } else replace(tab, viewColumn, server);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, GRACE);
  };
  const scope = new Scope();
  scope.add({ dispose: () => clearTimeout(timer) });
  scope.add(vscode.window.tabGroups.onDidChangeTabs(soon));
  for (const { tab } of tabsInSight()) wereInSight.add(tab);
  soon();
  return scope;
}

function tabsInSight(): { tab: vscode.Tab; viewColumn: vscode.ViewColumn }[] {
  return vscode.window.tabGroups.all.flatMap(({ activeTab: tab, viewColumn }) => (tab ? [{ tab, viewColumn }] : []));
}

/** A window has one board. */
function otherBoards(own: vscode.Tab): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter((tab) => tab !== own && pageOf(tab) === 'board');
}

/** The editor puts a prefix of its own before the type of a page. */
function pageOf({ input }: vscode.Tab): keyof PageServers | undefined {
  if (!(input instanceof vscode.TabInputWebview)) return undefined;
  if (input.viewType.endsWith('rota.board')) return 'board';
  return input.viewType.endsWith('rota.card') ? 'cards' : undefined;
}

async function offerToReopen(tab: vscode.Tab, reopen: () => void): Promise<void> {
  const again = l10n.t('Open Again');
  const message = l10n.t(
    'The page "{0}" was cut off when the extension host ended: what you write there is not saved. Copy what you need, then open the card again.',
    tab.label,
  );
  if ((await showWarning(message, again)) === again) reopen();
}
