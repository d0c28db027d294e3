import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { UserError } from '../../core/base/errors.ts';
import type { TaskDraft } from '../../core/model/task.ts';
import { draftFromComment, draftFromProblem, draftFromSelection, selectionTitle, type CodePlace } from '../card/cardFromCode.ts';
import { fileRoots } from '../fileRoots.ts';
import { plainMessage } from '../plainText.ts';
import type { WindowParts } from '../windowParts.ts';
import { addCard } from './createCard.ts';

const line = z.number().int().nonnegative();
const place = { uri: z.string(), line, endLine: line };

/** What the fixes at problems and comments hand over; other extensions may call the command as well. */
const CodeSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('problem'), ...place, message: z.string().min(1).max(20_000), source: z.string().max(200) }),
  z.strictObject({ kind: z.literal('comment'), ...place }),
]);

/** Adds a card about a problem or comment, or, called without one, about the selection. */
export async function newCardFromCode(args: readonly unknown[], parts: WindowParts): Promise<void> {
  const source = CodeSource.safeParse(args[0]);
  const draft = source.success ? await draftOf(source.data) : await draftOfSelection();
  if (draft) await addCard(parts, draft, source.success ? 'others' : 'own');
}

async function draftOf(source: z.output<typeof CodeSource>): Promise<TaskDraft> {
  const uri = vscode.Uri.parse(source.uri, true);
  folderOf(uri); // nothing else is even loaded: anybody may call the command
  const document = await vscode.workspace.openTextDocument(uri);
  const last = Math.min(source.endLine, document.lineCount - 1);
  const at = placeOf(document, new vscode.Range(Math.min(source.line, last), 0, last, Number.MAX_SAFE_INTEGER));
  return source.kind === 'problem' ? draftFromProblem(at, source) : draftFromComment(at);
}

async function draftOfSelection(): Promise<TaskDraft | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new UserError('refused', l10n.t('Select text in a file of the workspace first.'));
  const { document, selection } = editor;
  const at = placeOf(document, selection.isEmpty ? document.lineAt(selection.start.line).range : selection);
  const value = selectionTitle(at, await symbolAt(document, selection.start.line));
  const title = await vscode.window.showInputBox({
    prompt: plainMessage(l10n.t('What should be done with {0}:{1}?', at.path, at.line)),
    value,
    valueSelection: [0, value.length],
  });
  return title === undefined || title.trim() === '' ? undefined : draftFromSelection(at, title);
}

function placeOf(document: vscode.TextDocument, range: vscode.Range): CodePlace {
  const { fsPath } = folderOf(document.uri).uri;
  const [first, ...others] = fileRoots();
  return {
    path: vscode.workspace.asRelativePath(document.uri, false),
    root: first?.folder === fsPath ? null : (others.find(({ folder }) => folder === fsPath)?.name ?? null),
    line: range.start.line + 1,
    code: document.getText(range),
    language: document.languageId,
  };
}

function folderOf(uri: vscode.Uri): vscode.WorkspaceFolder {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder || uri.scheme !== 'file')
    throw new UserError('refused', l10n.t('A card is about files of this workspace; this one lies elsewhere.'));
  return folder;
}

/** The name of what begins on a line, if the language tells. */
async function symbolAt(document: vscode.TextDocument, at: number): Promise<string | undefined> {
  const found = await vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  return findSymbol(found ?? [], at);
}

function findSymbol(symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[], at: number): string | undefined {
  for (const symbol of symbols) {
    const start = 'selectionRange' in symbol ? symbol.selectionRange.start.line : symbol.location.range.start.line;
    if (start === at) return symbol.name;
    const inner = 'children' in symbol ? findSymbol(symbol.children, at) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}
