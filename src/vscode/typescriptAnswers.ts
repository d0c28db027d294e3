import * as vscode from 'vscode';

const LANGUAGES: ReadonlySet<string> = new Set(['typescript', 'typescriptreact', 'javascript', 'javascriptreact']);

/**
 * Whether the editor's TypeScript looked at a file and found nothing. It reports nothing about such files, so silence has to be asked about.
 * False for other languages, and when nothing certain is answered.
 */
export async function typescriptFoundNothing(document: vscode.TextDocument): Promise<boolean> {
  if (!LANGUAGES.has(document.languageId)) return false;
  for (const request of ['syntacticDiagnosticsSync', 'semanticDiagnosticsSync']) {
    try {
      const answer = await vscode.commands.executeCommand<unknown>('typescript.tsserverRequest', request, { file: document.uri });
      if (!isEmptyAnswer(answer)) return false;
    } catch {
      return false;
    }
  }
  return true;
}

function isEmptyAnswer(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('body' in answer)) return false;
  return Array.isArray(answer.body) && answer.body.length === 0;
}
