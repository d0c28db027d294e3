import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ToolError, UserError, messageOf } from '../core/base/errors.ts';
import * as l10n from '@vscode/l10n';
import { globMatcher } from '../core/base/glob.ts';
import type { WorkPath } from '../core/model/effect.ts';
import { isStorePath } from '../core/rules/pathNames.ts';
import { isBinary } from '../core/tools/fileText.ts';
import type { FileChange, FileSnapshot, ListOptions, SearchMatch, SearchQuery, WorkArea, WorkEntry } from '../core/tools/workArea.ts';
import { parseWorkPath, quote, type RootFolder } from '../core/tools/workPaths.ts';
import { putFile, trashFile, type Entry } from './workArea/changeFile.ts';
import { codeOf, refusal } from './workArea/fileErrors.ts';
import { hasDescriptorPaths, inFolder, type HeldFolder } from './workArea/heldFolder.ts';
import { IgnoreRules } from './workArea/ignoreRules.ts';
import { locate, pathBelow } from './workArea/locate.ts';
import { createLineFinder, type LineFinder } from './workArea/patternThread.ts';
import { MAX_FILE, readRegular, sha256 } from './workArea/readRegular.ts';
import { walk, type Visited } from './workArea/walk.ts';

/** Bigger files are data, not text to search. */
const MAX_SEARCHED = 2 * 1024 * 1024;
/** A walk that takes longer, in milliseconds, answers what it has. */
const WALK_LIMIT = 20_000;

export interface NodeWorkAreaOptions {
  /** Folders of the workspace; the first is the default. Names are unique. */
  readonly roots: readonly { readonly name: string; readonly folder: string }[];
  /** Absolute folder for deleted files, outside the agents' reach (`.rota/local/trash`). Made when it is needed. */
  readonly trash: string;
  /** Absolute folders that no agent may see or change, besides each `.rota/local`. */
  readonly hidden?: readonly string[];
  /** Absolute folders that commands take programs from. */
  readonly tools?: () => readonly string[];
  /** What an editor holds of files that it has not saved. */
  readonly unsaved?: UnsavedTexts;
  /** Set to false to work as on systems that cannot hold folders. */
  readonly descriptors?: boolean;
}

/** Files with unsaved changes now: their content, by absolute path with links resolved; `undefined` for an editor that holds no text. */
export type UnsavedTexts = () => Promise<ReadonlyMap<string, (() => Promise<Uint8Array>) | undefined>>;

/** The workspace on disk, changed in place. See `WorkArea` for what it promises. */
export async function openNodeWorkArea(options: NodeWorkAreaOptions): Promise<NodeWorkArea> {
  const names = new Set(options.roots.map(({ name }) => name));
  if (names.size !== options.roots.length || names.size === 0 || [...names].some((name) => /^\.{0,2}$|[/\\\p{Cc}]/u.test(name))) {
    throw new UserError('invalid', l10n.t('The folders of a workspace need different plain names.'));
  }
  const roots: RootFolder[] = [];
  for (const { name, folder } of options.roots) roots.push({ name, folders: [await realFolder(folder), path.resolve(folder)] });
  const hidden = await Promise.all(
    [...(options.hidden ?? []), options.trash].map((folder) => realpath(folder).catch(() => path.resolve(folder))),
  );
  return new NodeWorkArea(roots, { ...options, hidden });
}

async function realFolder(folder: string): Promise<string> {
  try {
    const real = await realpath(folder);
    if ((await stat(real)).isDirectory()) return real;
  } catch (error) {
    throw new UserError('invalid', l10n.t('The folder {0} cannot be used: {1}', folder, messageOf(error)), { cause: error });
  }
  throw new UserError('invalid', l10n.t('{0} is not a folder.', folder));
}

class NodeWorkArea implements WorkArea {
  readonly roots: readonly string[];
  readonly #roots: readonly RootFolder[];
  readonly #trash: string;
  readonly #hidden: readonly string[];
  readonly #descriptors: boolean;
  readonly #unsaved: UnsavedTexts;
  readonly #tools: () => readonly string[];

  constructor(roots: readonly RootFolder[], options: NodeWorkAreaOptions) {
    this.#roots = roots;
    this.roots = roots.map((root) => root.name);
    this.#trash = options.trash;
    this.#hidden = options.hidden ?? [];
    this.#descriptors = options.descriptors ?? hasDescriptorPaths;
    this.#unsaved = options.unsaved ?? noneUnsaved;
    this.#tools = options.tools ?? (() => []);
  }

  async resolve(written: string): Promise<WorkPath> {
    const { root, names } = parseWorkPath(written, { roots: this.#roots, windows: process.platform === 'win32' });
    const shown = names.join('/') || '.';
    const found = this.#placeOf(await this.#locate(root, names, shown));
    if (!found) throw new ToolError(`${shown} is a link that leads outside the workspace.`);
    this.#assertReach(found);
    return found;
  }

  async unsaved(): Promise<readonly WorkPath[]> {
    const places: WorkPath[] = [];
    for (const [file, text] of await this.#unsaved()) {
      const at = this.#placeOf(file);
      if (at && !this.#isOutOfReach(at) && (text === undefined || (await this.#differsFromDisk(at)))) places.push(at);
    }
    return places.sort((a, b) => (`${a.root}/${a.path}` < `${b.root}/${b.path}` ? -1 : 1));
  }

  isTool(at: WorkPath): boolean {
    const file = this.folder(at);
    return this.#tools().some((folder) => pathBelow(folder, file) !== undefined);
  }

  folder(at: WorkPath): string {
    return path.join(this.#real(at), ...namesOf(at));
  }

  async read(at: WorkPath): Promise<FileSnapshot | undefined> {
    return this.#inParent(at, false, async ({ folder, name, shown }) => {
      // First the editor: what is saved in between is then seen once at least.
      const bytes = await (await this.#unsaved()).get(this.folder(at))?.();
      const file = await readRegular(folder, name, shown);
      const hash = bytes && sha256(bytes);
      if (bytes && hash !== undefined && hash !== file?.hash) return { bytes, hash, unsaved: true };
      return file && { bytes: file.bytes, hash: file.hash };
    });
  }

  async apply({ at, baseHash, after }: FileChange): Promise<{ hash: string | null }> {
    if (after && after.byteLength > MAX_FILE) throw new ToolError(`${at.path} would be bigger than ${MAX_FILE / 1024 / 1024} MiB.`);
    if (after === null) {
      const done = await this.#inParent(at, false, async (entry) => ({
        hash: await trashFile(entry, baseHash, this.#trash).then(() => null),
      }));
      if (!done && baseHash !== null) throw new ToolError(`${at.path} is gone already.`);
      return { hash: null };
    }
    if (baseHash !== null && !(await this.#inParent(at, false, ({ folder, name, shown }) => readRegular(folder, name, shown)))) {
      throw new ToolError(`${at.path} is gone. List its folder to see what is there now.`);
    }
    const hash = await this.#inParent(at, true, (entry) => putFile(entry, baseHash, after));
    if (hash === undefined) throw new Error('a folder that was to be made is missing');
    return { hash };
  }

  async list(at: WorkPath, options: ListOptions, signal: AbortSignal): Promise<{ entries: WorkEntry[]; truncated: boolean }> {
    const matches = options.glob === undefined ? undefined : globMatcher(options.glob);
    const entries: WorkEntry[] = [];
    const walked = await this.#walk(at, { ...options, signal }, async (visited) => {
      if (matches && (visited.kind !== 'file' || !matchesFrom(matches, at, visited.path))) return 'on';
      if (entries.length === options.limit) return 'enough';
      const size = visited.kind === 'file' ? await sizeOf(visited) : 0;
      if (size !== undefined) entries.push({ path: visited.path, kind: visited.kind, size });
      return 'on';
    });
    return { entries, truncated: walked === 'cut' };
  }

  async search(at: WorkPath, query: SearchQuery, signal: AbortSignal): Promise<{ matches: SearchMatch[]; truncated: boolean }> {
    const finder = createLineFinder(query, signal);
    try {
      const matches: SearchMatch[] = [];
      const includes = query.include === undefined ? undefined : globMatcher(query.include);
      const unsaved = await this.#unsaved();
      const visit = async (file: Visited): Promise<'on' | 'enough'> => {
        if (file.kind !== 'file' || query.skip?.(file.path) || (includes && !matchesFrom(includes, at, file.path))) return 'on';
        const bytes = (await unsaved.get(this.folder({ root: at.root, path: file.path }))?.()) ?? (await readForSearch(file));
        matches.push(...(await matchesIn(file.path, bytes, { finder, limit: query.maxMatches + 1 - matches.length })));
        return matches.length > query.maxMatches ? 'enough' : 'on';
      };
      const walked = (await this.#isFile(at))
        ? await this.#visitFile(at, visit)
        : await this.#walk(at, { depth: 64, limit: 0, signal }, visit);
      return { matches: matches.slice(0, query.maxMatches), truncated: walked === 'cut' };
    } finally {
      await finder.close();
    }
  }

  async #locate(root: RootFolder, names: readonly string[], shown: string): Promise<string> {
    try {
      return await locate(folderOf(root), names, shown);
    } catch (error) {
      throw refusal(error, shown);
    }
  }

  /** The place of an absolute path without links; the deepest root that holds it. */
  #placeOf(real: string): WorkPath | undefined {
    return this.#roots
      .map((each) => ({ root: each.name, path: pathBelow(folderOf(each), real) }))
      .filter((each): each is WorkPath => each.path !== undefined)
      .sort((a, b) => a.path.length - b.path.length)[0];
  }

  #real(at: WorkPath): string {
    const root = this.#roots.find((each) => each.name === at.root);
    if (!root) throw new ToolError(`There is no workspace folder ${JSON.stringify(at.root)}. There are: ${this.roots.join(', ')}.`);
    return folderOf(root);
  }

  /** An editor may call a file changed whose text is what stands on disk. */
  async #differsFromDisk(at: WorkPath): Promise<boolean> {
    try {
      return (await this.read(at))?.unsaved === true;
    } catch (error) {
      if (error instanceof ToolError) return true;
      throw error;
    }
  }

  #isOutOfReach(at: WorkPath): boolean {
    const real = path.join(this.#real(at), ...namesOf(at));
    return isStorePath(at.path) || this.#hidden.some((folder) => pathBelow(folder, real) !== undefined);
  }

  #assertReach(at: WorkPath): void {
    if (this.#isOutOfReach(at)) {
      throw new ToolError(`${at.path} belongs to Rota's own store, which tools may not touch.`);
    }
  }

  async #inParent<T>(at: WorkPath, create: boolean, work: (entry: Entry) => Promise<T>): Promise<T | undefined> {
    const names = namesOf(at);
    const name = names.pop();
    if (name === undefined) throw new ToolError('The path is the workspace folder itself, not a file.');
    this.#assertReach(at);
    try {
      const options = { create, descriptors: this.#descriptors };
      return await inFolder(this.#real(at), names, options, (folder) => work({ folder, name, shown: at.path }));
    } catch (error) {
      throw refusal(error, at.path);
    }
  }

  async #isFile(at: WorkPath): Promise<boolean> {
    if (at.path === '') return false;
    const found = await this.#inParent(at, false, ({ folder, name }) => lstat(folder.path(name)));
    return found?.isFile() ?? false;
  }

  async #visitFile(at: WorkPath, visit: (file: Visited) => Promise<'on' | 'enough'>): Promise<'whole' | 'cut'> {
    const answer = await this.#inParent(at, false, ({ folder, name }) => visit({ path: at.path, name, kind: 'file', folder }));
    return answer === 'enough' ? 'cut' : 'whole';
  }

  /** Visits what is below a folder until told that it is enough or time is up. */
  async #walk(
    at: WorkPath,
    options: ListOptions & { signal: AbortSignal },
    visit: (visited: Visited) => Promise<'on' | 'enough'>,
  ): Promise<'whole' | 'cut'> {
    this.#assertReach(at);
    if (/(^|\/)\.git(\/|$)/i.test(at.path)) throw new ToolError(`${at.path} is Git's own folder, which is not listed or searched.`);
    const end = performance.now() + WALK_LIMIT;
    const names = namesOf(at);
    try {
      const { rules, hidden } = await this.#rulesAbove(at);
      const isHidden = (inner: string): boolean =>
        this.#hidden.some((folder) => pathBelow(folder, path.join(this.#real(at), inner)) !== undefined);
      const walked = await inFolder(this.#real(at), names, { create: false, descriptors: this.#descriptors }, async (folder) => {
        const includeIgnored = options.includeIgnored === true || hidden;
        for await (const visited of walk(folder, at.path === '' ? '' : `${at.path}/`, {
          depth: options.depth,
          signal: options.signal,
          rules,
          includeIgnored,
          isHidden,
        })) {
          if ((await visit(visited)) === 'enough' || performance.now() > end) return 'cut';
        }
        return 'whole';
      });
      if (walked === undefined) throw new ToolError(`There is no folder ${at.path}. Use list_files on the folder above it.`);
      return walked;
    } catch (error) {
      throw refusal(error, at.path || 'the workspace folder');
    }
  }

  /** The ignore rules of the folders above, and whether they hide the folder itself: then it was asked for by name and is shown whole. */
  async #rulesAbove(at: WorkPath): Promise<{ rules: IgnoreRules; hidden: boolean }> {
    let rules = new IgnoreRules();
    const names = namesOf(at);
    for (const [depth, name] of names.entries()) {
      const above = names.slice(0, depth);
      const base = above.map((each) => `${each}/`).join('');
      const within = (folder: HeldFolder): Promise<IgnoreRules> => rules.within(folder, base);
      rules = (await inFolder(this.#real(at), above, { create: false, descriptors: this.#descriptors }, within)) ?? rules;
      if (rules.hides(base + name, true)) return { rules, hidden: true };
    }
    return { rules, hidden: false };
  }
}

const noneUnsaved: UnsavedTexts = () => Promise.resolve(new Map());

function folderOf(root: RootFolder): string {
  return root.folders[0] ?? '';
}

/** Throws `ToolError` for a place that `resolve` never answers: places also come from what was stored. */
function namesOf(at: WorkPath): string[] {
  const names = at.path === '' ? [] : at.path.split('/');
  const separators = path.sep === '\\' ? /[\\:]/ : /\//;
  if (names.some((name) => /^\.{0,2}$|\0/.test(name) || separators.test(name)))
    throw new ToolError(`${quote(at.path)} is not the path of a file in the workspace.`);
  return names;
}

/** A glob may be meant from the folder that is listed or from the root. */
function matchesFrom(matches: (path: string) => boolean, at: WorkPath, found: string): boolean {
  return matches(found) || (at.path !== '' && matches(found.slice(at.path.length + 1)));
}

/** `undefined` when it vanished meanwhile. */
async function sizeOf({ folder, name }: Visited): Promise<number | undefined> {
  try {
    return (await lstat(folder.path(name))).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function matchesIn(
  found: string,
  bytes: Uint8Array | undefined,
  { finder, limit }: { finder: LineFinder; limit: number },
): Promise<SearchMatch[]> {
  if (!bytes || isBinary(bytes)) return [];
  const matches = await finder.find(new TextDecoder().decode(bytes), limit);
  return matches.map((match) => ({ path: found, ...match }));
}

/** Files that are too big, vanished or may not be read are passed over. */
async function readForSearch({ folder, name, path: shown }: Visited): Promise<Uint8Array | undefined> {
  try {
    return (await readRegular(folder, name, shown, MAX_SEARCHED))?.bytes;
  } catch (error) {
    if (error instanceof ToolError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}
