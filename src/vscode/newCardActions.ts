import * as vscode from 'vscode';

/** A comment that somebody left to be done, in any language: a comment sign, then the word in capitals. */
const LEFT_TO_DO = /(?:\/\/|\/\*|^\s*\*|#|<!--|--|;|%|\{-|\(\*|"""|''')[\s@[({]*(?:TODO|FIXME|HACK)\b/;
/** Characters of a line that are looked at: a longer one was not written by a person. */
const LONGEST = 1000;
const MOST_PROBLEMS = 3;
const TITLE = 60;

/**
 * Offers to make a card of a problem or of a comment that says what is to be done: at these places only, after all other fixes, never as the
 * preferred one. Loads nothing: the command brings in the rest.
 */
export function registerNewCardActions(): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    { provideCodeActions },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function provideCodeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  if (
    !vscode.workspace.getWorkspaceFolder(document.uri) ||
    !vscode.workspace.getConfiguration('rota', document).get('codeActions.enabled', true)
  )
    return [];
  const actions = diagnostics.slice(0, MOST_PROBLEMS).map((diagnostic) => {
    const action = cardAction(vscode.l10n.t('New Rota card: {0}', shortened(diagnostic.message)), {
      kind: 'problem',
      uri: document.uri.toString(),
      ...lines(diagnostic.range),
      message: diagnostic.message,
      source: diagnostic.source ?? '',
    });
    action.diagnostics = [diagnostic];
    return action;
  });
  const line = document.lineAt(range.start.line).text.slice(0, LONGEST);
  if (LEFT_TO_DO.test(line))
    actions.push(
      cardAction(vscode.l10n.t('New Rota card from this comment'), { kind: 'comment', uri: document.uri.toString(), ...lines(range) }),
    );
  return actions;
}

function cardAction(title: string, source: object): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: 'rota.newCardFromSelection', title, arguments: [source] };
  return action;
}

function lines({ start, end }: vscode.Range): { line: number; endLine: number } {
  return { line: start.line, endLine: end.line };
}

function shortened(message: string): string {
  const [first = ''] = message.split('\n');
  return first.length > TITLE ? `${first.slice(0, TITLE - 1)}…` : first;
}
