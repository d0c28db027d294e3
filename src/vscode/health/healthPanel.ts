import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { createTextFilter } from '../../core/base/safeText.ts';
import { Scope } from '../../core/base/scope.ts';
import { checkHealth } from '../../core/health/healthCheck.ts';
import { healthSummary, healthText } from '../../core/health/healthText.ts';
import type { HealthFinding } from '../../core/model/health.ts';
import { filterTexts } from '../../core/runs/textFilter.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { findHome } from '../../node/thisUser.ts';
import { HealthRequest, type HealthUpdate } from '../../protocol/healthPage.ts';
import { modelHome } from '../models/modelHome.ts';
import { showPage } from '../webviewPage.ts';
import type { WindowParts } from '../windowParts.ts';
import { aboutWindow, windowChecks } from './editorHealth.ts';
import { applyFix, fixTitle } from './healthFixes.ts';

/** Milliseconds for each check. */
const PATIENCE = 8000;

/** The health page: one list of what Rota needs and what it found, looked at anew whenever it is opened. */
export class HealthPanel implements Disposable {
  readonly #parts: WindowParts;
  #panel: vscode.WebviewPanel | undefined;
  #findings: readonly HealthFinding[] = [];
  #looking: AbortController | undefined;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {
    if (!this.#panel) return this.#attach(vscode.window.createWebviewPanel('rota.health', l10n.t('Health'), vscode.ViewColumn.Active, {}));
    this.#panel.reveal();
    await this.#look();
  }

  /** Looks at everything anew if the page is open. */
  async lookAgain(): Promise<void> {
    if (this.#panel) await this.#look();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #attach(panel: vscode.WebviewPanel): void {
    const { context, log } = this.#parts;
    const scope = new Scope();
    this.#panel = panel;
    panel.iconPath = new vscode.ThemeIcon('pulse');
    scope.add(
      showPage(panel.webview, {
        name: 'health',
        title: l10n.t('Health'),
        extensionUri: context.extensionUri,
        log,
        requests: HealthRequest,
        handle: (request) => this.#handle(request),
      }),
    );
    panel.onDidDispose(() => {
      scope.dispose();
      this.#looking?.abort();
      this.#panel = undefined;
      this.#findings = [];
    });
  }

  async #handle(request: HealthRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        // A page that was hidden shows what was found before; a new one has nothing to show.
        return this.#findings.length > 0 || this.#looking ? this.#send() : this.#look();
      case 'refresh':
        return this.#look();
      case 'cancel':
        return this.#looking?.abort();
      case 'copy':
        await vscode.env.clipboard.writeText(this.#report());
        return this.#post({ type: 'copied' });
      case 'fix':
        await applyFix(request.fix, request.subject, this.#parts.session);
        return this.#look();
      case 'help':
        await vscode.commands.executeCommand('rota.viewHelp', 'health');
    }
  }

  /** Looks at everything at once and shows each finding as it comes; a look that goes on is given up for it. */
  async #look(): Promise<void> {
    this.#looking?.abort();
    const looking = (this.#looking = new AbortController());
    const { signal } = looking;
    const filter = await this.#filter();
    const keep = (findings: readonly HealthFinding[]): void => {
      if (this.#looking !== looking) return;
      this.#findings = filterTexts([...findings], filter);
      this.#send();
    };
    keep([]);
    const findings = await checkHealth(windowChecks(this.#parts), { clock: nodeClock, patience: PATIENCE, signal, onFound: keep });
    if (this.#looking !== looking) return;
    keep(findings);
    this.#looking = undefined;
    this.#send();
  }

  #send(): void {
    const running = this.#looking !== undefined;
    const findings = this.#findings.map((finding) => ({ ...finding, button: finding.fix && fixTitle(finding.fix) }));
    this.#post({ type: 'health', running, summary: running ? '' : healthSummary(this.#findings), about: this.#about, findings });
  }

  /** The list for a report: no key is in it, and no name of a home folder. */
  #report(): string {
    const text = `${this.#about}\n${healthText(this.#findings)}\n`;
    const home = findHome() ?? '';
    return home.length > 1 ? text.replaceAll(home, '~') : text;
  }

  get #about(): string {
    return aboutWindow(this.#parts.context.extension.packageJSON);
  }

  /** Masks keys also where no board is open that would. */
  async #filter(): Promise<(text: string) => string> {
    const { board } = this.#parts.session;
    if (board) return board.filter;
    // Keys that cannot be read are told by a check, and cannot be shown either.
    const home = await modelHome(this.#parts).catch(() => undefined);
    return createTextFilter({ secrets: home?.keys.all() ?? [] });
  }

  #post(update: HealthUpdate): void {
    void this.#panel?.webview.postMessage(update);
  }
}
