import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import { helpTexts, helpViews, type HelpView } from './helpTexts.ts';
import { helpPage } from './helpPage.ts';

const SCHEME = 'rota-help';
const View = z.enum(helpViews);

/** The help of each view as a text that is read like any other: a screen reader knows how, and closing it leads back. */
export class ViewHelp implements vscode.TextDocumentContentProvider, Disposable {
  readonly #scope = new Scope();

  constructor() {
    this.#scope.add(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  /** Opens the help of a view: the one that is named, the one in front, or one that is picked. */
  async open(named: unknown): Promise<void> {
    const view = View.safeParse(named).data ?? viewInFront() ?? (await pickView());
    if (view === undefined) return;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${l10n.t('Help for {0}', helpTexts()[view].title)}`, query: view });
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    const view = View.safeParse(query);
    return view.success ? helpPage(helpTexts()[view.data]) : '';
  }

  dispose(): void {
    this.#scope.dispose();
  }
}

/** The page of Rota that is the active tab. The editor does not tell which view of the side bar has the keyboard. */
function viewInFront(): HelpView | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  // The editor puts a prefix before the type of a page.
  return input instanceof vscode.TabInputWebview ? helpViews.find((view) => input.viewType.endsWith(`rota.${view}`)) : undefined;
}

async function pickView(): Promise<HelpView | undefined> {
  const texts = helpTexts();
  const choices = helpViews.map((view) => ({ label: texts[view].title, description: texts[view].shows[0]?.split(/[:.]/)[0] ?? '', view }));
  return (await vscode.window.showQuickPick(choices, { title: l10n.t('Help for This View'), placeHolder: l10n.t('Which view?') }))?.view;
}
