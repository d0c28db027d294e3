import * as vscode from 'vscode';
import { isSecretPath } from '../../core/rules/secretPaths.ts';
import type { TextFilter } from '../../core/runs/textFilter.ts';
import type { Attachment, Attachments } from './attachedText.ts';

/** More are not read: nobody attached them one by one. */
const MOST = 20;
/** Characters that are read of one file. */
const MOST_READ = 100_000;
/** The editor adds what happens to be in sight. */
const BY_THE_EDITOR = 'vscode.implicit.';
const SELECTION = 'vscode.implicit.selection';
const LANGUAGE = /^[\w+#-]{1,30}$/;

/** What a person attached to a request: files, selections and symbols of the workspace with unsaved text, and plain words. Keys are masked. */
export async function readReferences(references: readonly vscode.ChatPromptReference[], filter: TextFilter): Promise<Attachments> {
  const items: Attachment[] = [];
  const refused: string[] = [];
  let root: string | null | undefined;
  for (const { id, value } of chosen(references).slice(0, MOST)) {
    if (typeof value === 'string') items.push({ path: null, lines: null, text: filter(value.slice(0, MOST_READ)), language: '' });
    const uri = fileOf(value);
    const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
    if (uri && folder) {
      items.push(await readFile(uri, value instanceof vscode.Location ? value.range : undefined, filter));
      root ??= folder.index === 0 ? null : folder.name;
    } else if (typeof value !== 'string') refused.push(uri ? vscode.workspace.asRelativePath(uri) : id);
  }
  return { items, root: root ?? null, refused };
}

/** What the person chose, each thing once: a selection that was attached is still selected, and comes twice. */
function chosen(references: readonly vscode.ChatPromptReference[]): vscode.ChatPromptReference[] {
  const known = new Map(references.filter(isChosen).map((each) => [keyOf(each.value), each]));
  return [...known.values()];
}

/** The JSON of a `Uri` changes with what was asked of it before. */
function keyOf(value: unknown): string {
  const range = value instanceof vscode.Location ? value.range : undefined;
  return JSON.stringify([fileOf(value)?.toString() ?? value, range]);
}

/** Of what the editor adds only a selection is the person's choice, and one in a file that usually holds secrets may have been made for another purpose. */
function isChosen({ id, value }: vscode.ChatPromptReference): boolean {
  if (!id.startsWith(BY_THE_EDITOR)) return true;
  const uri = fileOf(value);
  return id.startsWith(SELECTION) && (!uri || !isSecretPath(vscode.workspace.asRelativePath(uri, false)));
}

function fileOf(value: unknown): vscode.Uri | undefined {
  return value instanceof vscode.Uri ? value : value instanceof vscode.Location ? value.uri : undefined;
}

async function readFile(uri: vscode.Uri, range: vscode.Range | undefined, filter: TextFilter): Promise<Attachment> {
  const path = vscode.workspace.asRelativePath(uri, false);
  const document = await vscode.workspace.openTextDocument(uri).then(
    (found) => found,
    () => undefined,
  );
  if (!document) return { path, lines: null, text: null, language: '' };
  const language = LANGUAGE.test(document.languageId) ? document.languageId : '';
  const text = filter(document.getText(range).slice(0, MOST_READ));
  return { path, lines: range ? { first: range.start.line + 1, last: lastLineOf(range) } : null, text, language };
}

/** A selection that ends at the start of a line does not hold that line. */
function lastLineOf({ start, end }: vscode.Range): number {
  return end.character === 0 && end.line > start.line ? end.line : end.line + 1;
}
