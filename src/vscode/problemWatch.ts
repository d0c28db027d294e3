import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import type { FileProblems, Problem } from '../core/tools/editorServices.ts';
import type { WorkPath } from '../core/model/effect.ts';
import { typescriptFoundNothing } from './typescriptAnswers.ts';

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
  /** When TypeScript, which is silent then, said that it found nothing. */
  readonly #clean = new Map<string, number>();
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
        this.#clean.delete(uri.fsPath);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async measure(files: readonly WatchedFile[], signal: AbortSignal): Promise<FileProblems[]> {
    const results: FileProblems[] = [];
    for (let from = 0; from < files.length; from += BATCH)
      results.push(...(await this.#measureBatch(files.slice(from, from + BATCH), signal)));
    return results;
  }

  async #measureBatch(files: readonly WatchedFile[], signal: AbortSignal): Promise<FileProblems[]> {
    const fresh = files.filter(({ uri }) => tabsOf(uri).length === 0);
    const since = Date.now();
    try {
      const shown = await showInBackground(files, fresh);
      const looks = shown.map(({ file, document }) => ({
        file,
        path: file.uri.fsPath,
        isFresh: fresh.includes(file),
        since,
        clean: typescriptFoundNothing(document),
      }));
      for (const look of looks) void look.clean.then((isClean) => isClean && this.#clean.set(look.path, Date.now()));
      while (looks.some((look) => !this.#hasSettled(look)) && Date.now() < since + LIMIT) await delay(LOOK, undefined, { signal });
      return files.map((file) => {
        const look = looks.find((each) => each.file === file);
        const why = look ? this.#whyUnmeasured(look) : 'no language tool knows its kind of file';
        return why === undefined ? { at: file.at, problems: problemsOf(file.uri) } : { at: file.at, unmeasured: why };
      });
    } finally {
      await hideAgain(fresh);
    }
  }

  #hasSettled({ path, isFresh, since }: Look): boolean {
    const changed = this.#changed.get(path) ?? 0;
    const said = this.#lastSaid({ path, isFresh, since });
    if (said === undefined) return false;
    return Date.now() - Math.max(said, changed, since) >= (said < changed ? QUIET_AFTER_CHANGE : QUIET);
  }

  /** When something was last known of the file as it is open now. */
  #lastSaid({ path, isFresh, since }: Look): number | undefined {
    const said = Math.max(this.#reported.get(path) ?? 0, this.#clean.get(path) ?? 0);
    return said === 0 || (isFresh && said < since) ? undefined : said;
  }

  #whyUnmeasured(look: Look): string | undefined {
    if (this.#hasSettled(look)) return undefined;
    return this.#lastSaid(look) === undefined
      ? `no language tool reported about it within ${LIMIT / 1000} s`
      : `its language tools were still busy after ${LIMIT / 1000} s`;
  }
}

/** A file that is being looked at. */
interface Look {
  readonly path: string;
  /** It had no tab before, so what was said of it earlier is of another time. */
  readonly isFresh: boolean;
  readonly since: number;
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

/** Loads the files, and gives those that have none a tab behind the active one. Answers those that a language tool may know. */
async function showInBackground(
  files: readonly WatchedFile[],
  fresh: readonly WatchedFile[],
): Promise<{ file: WatchedFile; document: vscode.TextDocument }[]> {
  const shown: { file: WatchedFile; document: vscode.TextDocument }[] = [];
  for (const file of files) {
    // What is no text is no document.
    const document = await vscode.workspace.openTextDocument(file.uri).then(
      (opened) => opened,
      () => undefined,
    );
    if (!document || document.languageId === 'plaintext') continue;
    if (fresh.includes(file))
      await vscode.commands.executeCommand('vscode.open', file.uri, { background: true, preview: false, preserveFocus: true });
    shown.push({ file, document });
  }
  return shown;
}

/** A tab that the person took up meanwhile stays. */
async function hideAgain(fresh: readonly WatchedFile[]): Promise<void> {
  const tabs = fresh.flatMap(({ uri }) => tabsOf(uri)).filter((tab) => !tab.isActive && !tab.isDirty && !tab.isPinned);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}

function tabsOf(uri: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}
