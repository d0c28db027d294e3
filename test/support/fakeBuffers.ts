import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeText, encodeText } from '../../src/core/tools/fileText.ts';
import type { TextBuffer, TextBuffers, UnsavedFile } from '../../src/vscode/workArea/textBuffers.ts';
import type { Replacement } from '../../src/vscode/workArea/textReplacements.ts';

/** A document as the editor keeps one: a single line end throughout, and a history. */
class FakeDocument implements TextBuffer {
  readonly file: string;
  readonly encoding: string;
  readonly lineEnd: '\n' | '\r\n';
  dirty = false;
  readonly history: string[] = [];
  #text = '';

  constructor(file: string, bytes: Uint8Array) {
    const { text, bom } = decodeText(bytes, file);
    this.file = file;
    this.encoding = bom ? 'utf8bom' : 'utf8';
    this.lineEnd = /\r\n/.test(text) ? '\r\n' : '\n';
    this.text = text;
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text.replace(/\r\n|\r|\n/g, this.lineEnd);
  }
}

/** The documents of an editor over real files, without the editor. Tests type, format, and let saves fail. */
export class FakeBuffers implements TextBuffers {
  hasTrash = false;
  /** Runs as a formatter at each save. */
  formatter: (text: string) => string = (text) => text;
  /** What the next saves do instead of saving. */
  failingSave: (() => Promise<boolean>) | undefined;
  /** Files that are open in an editor without text. */
  readonly notebooks = new Set<string>();
  readonly #documents = new Map<string, FakeDocument>();
  /** Replacements by call. */
  readonly replaced: (readonly Replacement[])[] = [];
  readonly deleted: string[] = [];

  document(file: string): FakeDocument {
    const document = this.#documents.get(file);
    if (!document) throw new Error(`${file} is not open`);
    return document;
  }

  /** Opens a file and types: its text is then unsaved. */
  async type(file: string, text: string): Promise<void> {
    await this.open(file);
    Object.assign(this.document(file), { text, dirty: true });
  }

  unsaved(): readonly UnsavedFile[] {
    const dirty = [...this.#documents.values()].filter((document) => document.dirty).map((buffer) => ({ file: buffer.file, buffer }));
    return [...dirty, ...[...this.notebooks].map((file) => ({ file, buffer: undefined }))];
  }

  /** Like the editor: a document that is open and clean may lag behind its file. */
  async open(file: string): Promise<TextBuffer | undefined> {
    const bytes = await readFile(file);
    if (bytes.includes(0)) return undefined;
    const open = this.#documents.get(file) ?? new FakeDocument(file, bytes);
    this.#documents.set(file, open);
    return open;
  }

  encode({ text, encoding }: TextBuffer): Promise<Uint8Array> {
    return Promise.resolve(encodeText({ text, bom: encoding === 'utf8bom' }));
  }

  replace(buffer: TextBuffer, replacements: readonly Replacement[]): Promise<boolean> {
    const document = this.document(buffer.file);
    document.history.push(document.text);
    this.replaced.push(replacements);
    document.text = applied(document.text, replacements);
    document.dirty = true;
    return Promise.resolve(true);
  }

  async save(buffer: TextBuffer): Promise<boolean> {
    const document = this.document(buffer.file);
    if (this.failingSave) return this.failingSave();
    document.text = this.formatter(document.text);
    await writeFile(document.file, await this.encode(document));
    document.dirty = false;
    return true;
  }

  async create(file: string, bytes: Uint8Array): Promise<boolean> {
    await mkdir(path.dirname(file), { recursive: true });
    return writeFile(file, bytes, { flag: 'wx' }).then(
      () => true,
      () => false,
    );
  }

  async format(buffer: TextBuffer): Promise<void> {
    const formatted = this.formatter(buffer.text);
    if (formatted !== buffer.text) await this.replace(buffer, [{ start: 0, end: buffer.text.length, text: formatted }]);
  }

  async delete(file: string): Promise<boolean> {
    this.#documents.delete(file);
    this.deleted.push(file);
    return rm(file).then(
      () => true,
      () => false,
    );
  }
}

/** A text with replacements made, as an editor makes them. */
export function applied(text: string, replacements: readonly Replacement[]): string {
  return replacements.toReversed().reduce((whole, { start, end, text: part }) => whole.slice(0, start) + part + whole.slice(end), text);
}
