import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { ToolError } from '../../core/base/errors.ts';
import { isStorePath } from '../../core/rules/pathNames.ts';
import { codeOf } from './fileErrors.ts';
import type { HeldFolder } from './heldFolder.ts';
import type { IgnoreRules } from './ignoreRules.ts';

/** Never shown or searched unless asked for by name: too much, and not the person's own work. */
const ALWAYS_HIDDEN = new Set(['.git', 'node_modules']);
/** Entries of a folder before other work of the host gets its turn. */
const TURN = 2_000;

/** An entry on the way, with the folder that holds it, valid until the next is asked for. */
export interface Visited {
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly folder: HeldFolder;
}

export interface WalkOptions {
  readonly depth: number;
  readonly rules: IgnoreRules;
  readonly includeIgnored: boolean;
  /** Paths that are not visited: folders outside the agents' reach. */
  isHidden(path: string): boolean;
  readonly signal: AbortSignal;
}

/** Visits what is below a folder, sorted, each folder before what is in it. Links are named but never followed. */
export async function* walk(folder: HeldFolder, base: string, options: WalkOptions): AsyncGenerator<Visited> {
  const { signal, includeIgnored, depth } = options;
  signal.throwIfAborted();
  const rules = includeIgnored ? options.rules : await options.rules.within(folder, base);
  const entries = await readdir(folder.path('.'), { withFileTypes: true });
  await folder.verify(base);
  for (const [index, entry] of entries.sort(byName).entries()) {
    if (index % TURN === TURN - 1) await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const path = base + entry.name;
    const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
    if (ALWAYS_HIDDEN.has(entry.name.toLowerCase()) || isStorePath(path) || options.isHidden(path)) continue;
    if (!includeIgnored && rules.hides(path, kind === 'folder')) continue;
    yield { path, name: entry.name, kind, folder };
    if (kind === 'folder' && depth > 1) yield* walkChild(folder, entry.name, `${path}/`, { ...options, depth: depth - 1, rules });
  }
}

async function* walkChild(parent: HeldFolder, name: string, base: string, options: WalkOptions): AsyncGenerator<Visited> {
  const child = await parent.child(name, false).catch(unreadable);
  if (!child) return;
  try {
    yield* walk(child, base, options);
  } finally {
    await child.close();
  }
}

/** A folder that vanished, became a link or may not be read is passed over, not a reason to show nothing. */
function unreadable(error: unknown): undefined {
  if (error instanceof ToolError || codeOf(error) !== undefined) return undefined;
  throw error;
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}
