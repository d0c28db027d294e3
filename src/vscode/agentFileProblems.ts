import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import type { Log } from '../core/base/log.ts';
import { Scope } from '../core/base/scope.ts';

/** Most that is looked at; `agent add --from` reads no more either. */
const MOST_TEXT = 256 * 1024;

/** Says beside the text what is wrong with an agent file of the workspace, while it is written. What reads them is loaded with the first one. */
export function watchAgentFiles(log: Log): Disposable {
  const scope = new Scope();
  const found = scope.add(vscode.languages.createDiagnosticCollection('rota'));
  const look = (document: vscode.TextDocument): void => {
    if (!isAgentFile(document.uri)) return;
    readProblems(document).then(
      (problems) => found.set(document.uri, problems),
      (error: unknown) => log.error('an agent file could not be looked at', error),
    );
  };
  scope.add(vscode.workspace.onDidOpenTextDocument(look));
  scope.add(vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)));
  scope.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => found.delete(uri)));
  for (const document of vscode.workspace.textDocuments) look(document);
  return scope;
}

function isAgentFile(uri: vscode.Uri): boolean {
  return (
    uri.scheme === 'file' &&
    vscode.workspace.getWorkspaceFolder(uri) !== undefined &&
    /\/\.rota\/agents\/(?!readme\b)[^/]+\.md$/i.test(uri.path)
  );
}

async function readProblems(document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
  const { lookAtAgentText } = await import('../node/agentFiles.ts');
  const { version } = document;
  const text = document.getText().slice(0, MOST_TEXT);
  const { problems, leftOut } = lookAtAgentText(document.uri.fsPath, text);
  // A look at an older text would point at lines that have moved; the newer one is on its way.
  if (document.isClosed || document.version !== version) return [];
  const made = problems.map(({ line, message }) => diagnostic(document, line, message, vscode.DiagnosticSeverity.Warning));
  if (leftOut.length > 0)
    made.push(
      diagnostic(
        document,
        0,
        l10n.t('This means nothing to Rota and is left out: {0}.', leftOut.join(', ')),
        vscode.DiagnosticSeverity.Information,
      ),
    );
  return made;
}

function diagnostic(document: vscode.TextDocument, line: number, message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const at = Math.min(Math.max(line - 1, 0), document.lineCount - 1);
  const made = new vscode.Diagnostic(document.lineAt(at).range, message, severity);
  made.source = 'Rota';
  return made;
}
