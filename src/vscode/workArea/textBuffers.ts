import type { DocumentForm } from './documentText.ts';
import type { Replacement } from './textReplacements.ts';

/** A text document of the editor. Its properties are those of now. */
export interface TextBuffer extends DocumentForm {
  /** Absolute path, as the editor names it. */
  readonly file: string;
  readonly text: string;
}

/** A file with unsaved changes: a text document, or an editor that holds something else (a notebook). */
export interface UnsavedFile {
  readonly file: string;
  readonly buffer: TextBuffer | undefined;
}

/** What the work area needs of an editor. Paths are absolute and of this machine. */
export interface TextBuffers {
  /** Whether what `delete` removes can be found in the trash of the system. */
  readonly hasTrash: boolean;
  unsaved(): readonly UnsavedFile[];
  /** The document of a file, loaded without being shown; `undefined` when the editor takes it for no text. */
  open(file: string): Promise<TextBuffer | undefined>;
  /** What saving would write, formatters aside. */
  encode(buffer: TextBuffer): Promise<Uint8Array>;
  /** Changes the document, undoable in the editor. False when the editor refuses, for one because the text changed meanwhile. */
  replace(buffer: TextBuffer, replacements: readonly Replacement[]): Promise<boolean>;
  /** Saves with formatters and all else that takes part. False when it failed. */
  save(buffer: TextBuffer): Promise<boolean>;
  /** Makes a file that is not there yet, with its folders. */
  create(file: string, bytes: Uint8Array): Promise<boolean>;
  /** Formats the document if its owner wants that at each save, without saving. */
  format(buffer: TextBuffer): Promise<void>;
  /** Deletes the file, unsaved changes included. */
  delete(file: string): Promise<boolean>;
}
