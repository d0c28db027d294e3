import type { WorkPath } from '../model/effect.ts';

/** A place in a text; lines and columns count from 1. */
export interface TextPlace {
  readonly at: WorkPath;
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  /** The tool that reports it, with its code: `ts 2322`. */
  readonly source: string;
}

/** What language tools say of one file. A file that nobody reported about is not measured, which is not the same as free of problems. */
export type FileProblems =
  | { readonly at: WorkPath; readonly problems: readonly Problem[] }
  | { readonly at: WorkPath; readonly unmeasured: string };

/** Places in the workspace, and how many more there are outside of it. */
export interface FoundPlaces {
  readonly places: readonly TextPlace[];
  readonly outside: number;
}

export interface FoundSymbol {
  readonly name: string;
  /** `function`, `class`, `method`. */
  readonly kind: string;
  /** What it belongs to; empty at the top of a file. */
  readonly container: string;
  readonly place: TextPlace;
}

/** New text for one file, computed from what it holds now. */
export interface FileRewrite {
  readonly at: WorkPath;
  /** In order; offsets in the file's text without its byte order mark, whatever its line ends. */
  readonly edits: readonly { readonly from: TextPosition; readonly to: TextPosition; readonly text: string }[];
}

export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** What the person looks at; files outside the workspace are left out. */
export interface EditorState {
  readonly open: readonly { readonly at: WorkPath; readonly active: boolean; readonly unsaved: boolean }[];
  readonly visible: readonly {
    readonly at: WorkPath;
    readonly firstLine: number;
    readonly lastLine: number;
    readonly selection: { readonly from: TextPosition; readonly to: TextPosition; readonly text: string } | undefined;
  }[];
}

/**
 * What only an editor with its language tools can tell. Every method gives up with a `ToolError` after a time of its own, and with the
 * signal's reason on abort: language tools may hang.
 */
export interface EditorServices {
  /** Shows the files in the background and waits until what is said of them settles. */
  problems(files: readonly WorkPath[], signal: AbortSignal): Promise<readonly FileProblems[]>;
  /** Symbols whose names match, anywhere; or the outline of one file. */
  findSymbols(query: string, file: WorkPath | undefined, signal: AbortSignal): Promise<readonly FoundSymbol[]>;
  findReferences(place: TextPlace, signal: AbortSignal): Promise<FoundPlaces>;
  findDefinitions(place: TextPlace, signal: AbortSignal): Promise<FoundPlaces>;
  /** Computes a rename; changes nothing. Throws `ToolError` when it is refused, or reaches beyond text in the workspace. */
  prepareRename(place: TextPlace, newName: string, signal: AbortSignal): Promise<readonly FileRewrite[]>;
  state(): Promise<EditorState>;
}
