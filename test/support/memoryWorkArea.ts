import { createHash } from 'node:crypto';
import { ToolError } from '../../src/core/base/errors.ts';
import { globMatcher } from '../../src/core/base/glob.ts';
import type { WorkPath } from '../../src/core/model/effect.ts';
import { isStorePath } from '../../src/core/rules/pathNames.ts';
import { fileKey } from '../../src/core/tools/tool.ts';
import type {
  FileChange,
  FileSnapshot,
  ListOptions,
  SearchMatch,
  SearchQuery,
  WorkArea,
  WorkEntry,
} from '../../src/core/tools/workArea.ts';
import { parseWorkPath } from '../../src/core/tools/workPaths.ts';

/** SHA-256 in hex, as work areas compute it. */
function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function memoryWorkArea(files: Readonly<Record<string, string>> = {}, roots?: readonly string[]): MemoryWorkArea {
  return new MemoryWorkArea(files, roots);
}

/** A workspace of files in memory, without links and ignore rules, for flows that need no disk. */
export class MemoryWorkArea implements WorkArea {
  readonly roots: readonly string[];
  /** Contents by `root:path`. Tests may change it behind the agent's back. */
  readonly files = new Map<string, Uint8Array>();

  /** Keys of `files` are relative paths in the first root. */
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, roots: readonly string[] = ['app']) {
    this.roots = roots;
    for (const [path, content] of Object.entries(files)) this.set(path, content);
  }

  /** The text of a file of the first root, `undefined` when there is none. */
  text(path: string): string | undefined {
    const bytes = this.files.get(this.#key(path));
    return bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }

  set(path: string, content: string | Uint8Array): void {
    this.files.set(this.#key(path), typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }

  delete(path: string): void {
    this.files.delete(this.#key(path));
  }

  /** Paths of all files of the first root, sorted. */
  paths(): string[] {
    return this.#below({ root: this.roots[0] ?? '', path: '' }).map(({ path }) => path);
  }

  #key(path: string): string {
    return fileKey({ root: this.roots[0] ?? '', path });
  }

  async resolve(written: string): Promise<WorkPath> {
    const roots = this.roots.map((name) => ({ name, folders: [`/memory/${name}`] }));
    const { root, names } = parseWorkPath(written, { roots, windows: false });
    const at = { root: root.name, path: names.join('/') };
    if (isStorePath(at.path)) throw new ToolError(`${at.path} belongs to Rota's own store, which tools may not touch.`);
    return Promise.resolve(at);
  }

  unsaved(): Promise<readonly WorkPath[]> {
    return Promise.resolve([]);
  }

  folder(at: WorkPath): string {
    return at.path === '' ? `/memory/${at.root}` : `/memory/${at.root}/${at.path}`;
  }

  async read(at: WorkPath): Promise<FileSnapshot | undefined> {
    const bytes = this.files.get(fileKey(at));
    if (!bytes && this.#below(at).length > 0) throw new ToolError(`${at.path} is a folder. Use list_files to see what is in it.`);
    return Promise.resolve(bytes && { bytes, hash: hashOf(bytes) });
  }

  async apply({ at, baseHash, after }: FileChange): Promise<{ hash: string | null }> {
    const current = await this.read(at);
    if ((current?.hash ?? null) !== baseHash) throw new ToolError(`${at.path} changed since it was read. Read it again.`);
    if (after === null) this.files.delete(fileKey(at));
    else this.files.set(fileKey(at), Uint8Array.from(after));
    return { hash: after === null ? null : hashOf(after) };
  }

  async list(at: WorkPath, options: ListOptions, signal: AbortSignal): Promise<{ entries: WorkEntry[]; truncated: boolean }> {
    signal.throwIfAborted();
    const base = at.path === '' ? 0 : at.path.split('/').length;
    const entries = new Map<string, WorkEntry>();
    const matches = options.glob === undefined ? undefined : globMatcher(options.glob);
    const found = this.#below(at);
    if (found.length === 0 && at.path !== '') throw new ToolError(`There is no folder ${at.path}. Use list_files on the folder above it.`);
    for (const { path, bytes } of found) {
      const names = path.split('/');
      for (let depth = base + 1; depth < names.length && depth <= base + options.depth && !matches; depth++) {
        const folder = names.slice(0, depth).join('/');
        entries.set(folder, { path: folder, kind: 'folder', size: 0 });
      }
      if (names.length <= base + options.depth && (!matches || matches(path)))
        entries.set(path, { path, kind: 'file', size: bytes.length });
    }
    const sorted = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return Promise.resolve({ entries: sorted.slice(0, options.limit), truncated: sorted.length > options.limit });
  }

  async search(at: WorkPath, query: SearchQuery, signal: AbortSignal): Promise<{ matches: SearchMatch[]; truncated: boolean }> {
    signal.throwIfAborted();
    const source = query.regex ? query.text : query.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const regex = new RegExp(source, query.caseSensitive ? '' : 'i');
    const includes = globMatcher(query.include ?? '**');
    const files = this.#below(at).filter(({ path }) => includes(path) && !query.skip?.(path));
    const matches = files.flatMap(({ path, bytes }) =>
      new TextDecoder()
        .decode(bytes)
        .split('\n')
        .flatMap((text, index) => (regex.test(text) ? [{ path, line: index + 1, text }] : [])),
    );
    return Promise.resolve({ matches: matches.slice(0, query.maxMatches), truncated: matches.length > query.maxMatches });
  }

  /** Files at or below a place, sorted. */
  #below(at: WorkPath): { path: string; bytes: Uint8Array }[] {
    const prefix = fileKey({ root: at.root, path: at.path === '' ? '' : `${at.path}/` });
    const start = fileKey({ root: at.root, path: '' }).length;
    return [...this.files]
      .filter(([key]) => key.startsWith(prefix) || key === fileKey(at))
      .map(([key, bytes]) => ({ path: key.slice(start), bytes }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
