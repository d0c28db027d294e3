import type { WorkPath } from '../model/effect.ts';

export interface WorkEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other';
  /** Bytes; 0 for folders. */
  readonly size: number;
}

export interface SearchQuery {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  /** As `globMatcher` reads it; absent is all files. */
  readonly include?: string;
  readonly maxMatches: number;
  /** Files that are not even opened, by path. */
  skip?(path: string): boolean;
}

export interface SearchMatch {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The line, cut to a readable length. */
  readonly text: string;
}

/** A file as it is now: for an editor the unsaved text counts. `hash` is SHA-256 of `bytes` in hex. */
export interface FileSnapshot {
  readonly bytes: Uint8Array;
  readonly hash: string;
  /** True: the editor holds this content, and the file on disk is another. */
  readonly unsaved?: boolean;
}

/** One file's new content. `baseHash` is the content it replaces (`null`: no file); anything else there refuses the change. */
export interface FileChange {
  readonly at: WorkPath;
  readonly baseHash: string | null;
  /** `null` deletes the file (to the host's trash). */
  readonly after: Uint8Array | null;
}

/**
 * Where an agent's tools act: list, read, search and change files, and the folder where commands run.
 *
 * Paths from a model go through `resolve` first: the result is inside a root with all links resolved, or it throws `ToolError`.
 * Failing to resolve is a refusal. Every method checks again at the moment of use: a link swapped meanwhile must not lead outside.
 */
export interface WorkArea {
  /** Names of the roots; the first is the default. */
  readonly roots: readonly string[];
  /** Accepts `src/a.ts`, `./src/a.ts`, `rootName/src/a.ts` (several roots) and absolute paths inside a root. */
  resolve(path: string): Promise<WorkPath>;
  /** Files below a folder, ignoring what `.gitignore` and Rota ignore; sorted. `truncated` when more than `limit`. */
  list(folder: WorkPath, options: ListOptions, signal: AbortSignal): Promise<{ entries: WorkEntry[]; truncated: boolean }>;
  /** Lines of text files below a folder, or of one file. Throws `ToolError` for a pattern that is wrong or takes too long. */
  search(folder: WorkPath, query: SearchQuery, signal: AbortSignal): Promise<{ matches: SearchMatch[]; truncated: boolean }>;
  /** `undefined` when there is no such file. Throws `ToolError` for folders, devices and files over 10 MiB. */
  read(at: WorkPath): Promise<FileSnapshot | undefined>;
  /** Files with changes that only the editor has: what a command or check does not see. Sorted; empty where there is no editor. */
  unsaved(): Promise<readonly WorkPath[]>;
  /**
   * Applies the change whole or throws `ToolError` with nothing changed. A file with unsaved text gets it in that text and is saved with it: the
   * policy has asked. Answers the hash of what is on disk afterwards (a formatter may have rewritten it).
   */
  apply(change: FileChange): Promise<{ hash: string | null }>;
  /** Whether a person lets commands take programs from the folder that it is in: then a change of it always asks. */
  isTool?(at: WorkPath): boolean;
  /** The working folder of commands in that root, as an absolute path of this machine. */
  folder(at: WorkPath): string;
}

export interface ListOptions {
  /** 1: only what is directly in the folder. */
  readonly depth: number;
  readonly limit: number;
  /** As `globMatcher` reads it; only matching files are listed, and no folders. */
  readonly glob?: string;
  /** Also what `.gitignore` hides. */
  readonly includeIgnored?: boolean;
}
