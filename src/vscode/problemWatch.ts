import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import type { FileProblems, Problem } from '../core/tools/editorServices.ts';
import type { WorkPath } from '../core/model/effect.ts';

/** Files shown at once. */
const BATCH = 8;
/** Milliseconds for one batch: a language server may have to start first. */
const LIMIT = 30_000;
/** Nothing is said of a file for so long: it has settled. */
const QUIET = 1_200;
/** The same for files that were open before: nothing may be said at all of a change that changes no problem. */
const QUIET_AFTER_CHANGE = 3_000;
const LOOK = 100;

const severities: Record<vscode.DiagnosticSeverity, Problem['severity']> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'information',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
};

/** A file to be measured. */
export interface WatchedFile {
  readonly at: WorkPath;
  readonly uri: vscode.Uri;
}

/**
 * Measures what language tools say of files. They report only files that are shown, some time later, and keep silent about a file they
 * do not know: only a file that was reported about since it is open counts as measured.
 */
export class ProblemWatch implements Disposable {
  /** When each file was last reported about, by path. */
  readonly #reported = new Map<string, number>();
  readonly #changed = new Map<string, number>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.#reported.set(uri.fsPath, Date.now()))),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.uri.scheme === 'file') this.#changed.set(document.uri.fsPath, Date.now());
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#reported.delete(uri.fsPath);
        this.#changed.delete(uri.fsPath);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async measure(files: readonly WatchedFile[], signal: AbortSignal): Promise<FileProblems[]> {
    const results: FileProblems[] = [];
    for (let from = 0; from < files.length; from += BATCH) results.push(...(await this.#measureBatch(files.slice(from, from + BATCH), signal)));
    return results;
  }

  async #measureBatch(files: readonly WatchedFile[], signal: AbortSignal): Promise<FileProblems[]> {
    const fresh = files.filter(({ uri }) => tabsOf(uri).length === 0);
    const since = Date.now();
    try {
      const refused = await showInBackground(files, fresh);
      const end = since + LIMIT;
      const waits = (): boolean => files.some((file) => !refused.has(file) && !this.#hasSettled(file, fresh.includes(file), since));
      while (waits() && Date.now() < end) await delay(LOOK, undefined, { signal });
      return files.map((file) => {
        const why = refused.get(file) ?? this.#whyUnmeasured(file, fresh.includes(file), since);
        return why === undefined ? { at: file.at, problems: problemsOf(file.uri) } : { at: file.at, unmeasured: why };
      });
    } finally {
      await hideAgain(fresh);
    }
  }

  #hasSettled({ uri }: WatchedFile, isFresh: boolean, since: number): boolean {
    const reported = this.#reported.get(uri.fsPath) ?? 0;
    const changed = this.#changed.get(uri.fsPath) ?? 0;
    if (reported === 0 || (isFresh && reported < since)) return false;
    const quiet = reported < changed ? QUIET_AFTER_CHANGE : QUIET;
    return Date.now() - Math.max(reported, changed, since) >= quiet;
  }

  #whyUnmeasured(file: WatchedFile, isFresh: boolean, since: number): string | undefined {
    if (this.#hasSettled(file, isFresh, since)) return undefined;
    const reported = this.#reported.get(file.uri.fsPath) ?? 0;
    const isSilent = reported === 0 || (isFresh && reported < since);
    return isSilent ? `no language tool reported about it within ${LIMIT / 1000} s` : `its language tools were still busy after ${LIMIT / 1000} s`;
  }
}

function problemsOf(uri: vscode.Uri): Problem[] {
  return vscode.languages.getDiagnostics(uri).map(({ range, severity, message, source, code }) => ({
    line: range.start.line + 1,
    column: range.start.character + 1,
    severity: severities[severity],
    message,
    source: [source, typeof code === 'object' ? code.value : code].filter((part) => part !== undefined).join(' '),
  }));
}

/** Loads the files, and gives those that have none a tab behind the active one. Answers which the editor cannot show as text, and why. */
async function showInBackground(files: readonly WatchedFile[], fresh: readonly WatchedFile[]): Promise<Map<WatchedFile, string>> {
  const refused = new Map<WatchedFile, string>();
  for (const file of files) {
    try {
      await vscode.workspace.openTextDocument(file.uri);
      if (fresh.includes(file)) await vscode.commands.executeCommand('vscode.open', file.uri, { background: true, preview: false, preserveFocus: true });
    } catch {
      refused.set(file, 'the editor cannot show it as text');
    }
  }
  return refused;
}

/** A tab that the person took up meanwhile stays. */
async function hideAgain(fresh: readonly WatchedFile[]): Promise<void> {
  const tabs = fresh.flatMap(({ uri }) => tabsOf(uri)).filter((tab) => !tab.isActive && !tab.isDirty && !tab.isPinned);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}

function tabsOf(uri: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}
