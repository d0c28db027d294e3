import * as vscode from 'vscode';
import { encodeText } from '../../core/tools/fileText.ts';
import { isUtf8 } from './documentText.ts';
import type { TextBuffer, TextBuffers, UnsavedFile } from './textBuffers.ts';
import type { Replacement } from './textReplacements.ts';

/** The documents of this window. */
export class EditorBuffers implements TextBuffers {
  /** Only an editor on the person's own machine reaches the system's trash. */
  get hasTrash(): boolean {
    if (vscode.env.uiKind === vscode.UIKind.Web || vscode.env.remoteName !== undefined) return false;
    return vscode.workspace.getConfiguration('files').get<boolean>('enableTrash', true);
  }

  unsaved(): readonly UnsavedFile[] {
    const documents = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'file');
    // A tab lags behind its document, so it counts only where there is none.
    const known = new Set(documents.map(({ uri }) => uri.fsPath));
    const others = new Set(
      dirtyTabs()
        .map(({ fsPath }) => fsPath)
        .filter((file) => !known.has(file)),
    );
    return [
      ...documents
        .filter(({ isDirty }) => isDirty)
        .map((document) => ({ file: document.uri.fsPath, buffer: new DocumentBuffer(document) })),
      ...[...others].map((file) => ({ file, buffer: undefined })),
    ];
  }

  async open(file: string): Promise<TextBuffer | undefined> {
    return vscode.workspace.openTextDocument(vscode.Uri.file(file)).then(
      (document) => new DocumentBuffer(document),
      // Binary and very big files are no documents.
      () => undefined,
    );
  }

  async encode({ text, encoding }: TextBuffer): Promise<Uint8Array> {
    if (isUtf8(encoding)) return encodeText({ text, bom: encoding === 'utf8bom' });
    return vscode.workspace.encode(text, { encoding });
  }

  async replace(buffer: TextBuffer, replacements: readonly Replacement[]): Promise<boolean> {
    const document = documentOf(buffer);
    const edit = new vscode.WorkspaceEdit();
    for (const { start, end, text } of replacements)
      edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
    return vscode.workspace.applyEdit(edit);
  }

  async save(buffer: TextBuffer): Promise<boolean> {
    const document = documentOf(buffer);
    return !document.isDirty || document.save();
  }

  async create(file: string, bytes: Uint8Array): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(vscode.Uri.file(file), { contents: bytes, overwrite: false, ignoreIfExists: false });
    return vscode.workspace.applyEdit(edit);
  }

  async format(buffer: TextBuffer): Promise<void> {
    const document = documentOf(buffer);
    const settings = vscode.workspace.getConfiguration('editor', document);
    if (!settings.get<boolean>('formatOnSave', false)) return;
    const options = { tabSize: settings.get<number>('tabSize', 4), insertSpaces: settings.get<boolean>('insertSpaces', true) };
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      options,
    );
    if (!edits || edits.length === 0) return;
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
  }

  async delete(file: string): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(vscode.Uri.file(file), { recursive: false, ignoreIfNotExists: false });
    return vscode.workspace.applyEdit(edit);
  }
}

class DocumentBuffer implements TextBuffer {
  readonly document: vscode.TextDocument;

  constructor(document: vscode.TextDocument) {
    this.document = document;
  }

  get file(): string {
    return this.document.uri.fsPath;
  }

  get text(): string {
    return this.document.getText();
  }

  get encoding(): string {
    return this.document.encoding;
  }

  get lineEnd(): '\n' | '\r\n' {
    return this.document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  }
}

function documentOf(buffer: TextBuffer): vscode.TextDocument {
  if (buffer instanceof DocumentBuffer) return buffer.document;
  throw new Error('this buffer is of another editor');
}

/** Notebooks and other editors hold changes that no text document shows. */
function dirtyTabs(): vscode.Uri[] {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(({ isDirty, input }) => (isDirty ? [input] : [])));
  return inputs.flatMap((input) => {
    const named =
      input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook || input instanceof vscode.TabInputCustom;
    return named && input.uri.scheme === 'file' ? [input.uri] : [];
  });
}
