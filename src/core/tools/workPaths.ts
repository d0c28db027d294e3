import { ToolError } from '../base/errors.ts';
import { showControls, showInvisible } from '../base/visibleText.ts';

/** A root as paths name it. */
export interface RootFolder {
  readonly name: string;
  /** Absolute paths of this machine that mean this root: with its links resolved, and as it was given. */
  readonly folders: readonly string[];
}

export interface PathRules {
  readonly roots: readonly RootFolder[];
  /** Also refuses what only Windows takes for something else: device names, streams, names that end in a dot or blank. */
  readonly windows: boolean;
}

/** A path as it was written: the root and the names below it. Links are not resolved yet. */
export interface WrittenPath {
  readonly root: RootFolder;
  readonly names: readonly string[];
}

const MAX_LENGTH = 4096;
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])\s*(\.|:|$)/i;

/** Understands a path from a model, or throws `ToolError`: only what is plainly inside a root passes. Touches no disk. */
export function parseWorkPath(written: string, rules: PathRules): WrittenPath {
  const refuse = (why: string): never => {
    throw new ToolError(`The path ${quote(written)} ${why}. Use a path relative to the workspace, such as src/main.ts.`);
  };
  if (written.length > MAX_LENGTH) return refuse('is too long');
  if (/[\u0000-\u001f\u007f-\u009f]/.test(written)) return refuse('holds control characters');
  if (!written.isWellFormed()) return refuse('is not well-formed text');
  const path = written.replaceAll('\\', '/');
  if (/^\/\//.test(path)) return refuse('names a network share or device');
  if (/^~([^/]*)(\/|$)/.test(path) && !/^~\$/.test(path)) return refuse('begins at a home folder');
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return refuse('is an address, not a path');
  const absolute = path.startsWith('/') || /^[a-z]:/i.test(path);
  const found = absolute ? belowRoot(path, rules) : relative(path, rules);
  if (!found) return refuse('is outside the workspace');
  const problem = found.names.map((name) => problemOf(name, rules)).find((each) => each !== undefined);
  return problem === undefined ? found : refuse(problem);
}

function relative(path: string, { roots }: PathRules): WrittenPath | undefined {
  const names = namesOf(path);
  const named = roots.length > 1 ? roots.find((root) => root.name === names[0]) : undefined;
  if (named) return { root: named, names: names.slice(1) };
  const [first] = roots;
  return first && { root: first, names };
}

/** Compared name by name: `/code/app2` is not below `/code/app`. The deepest root wins. */
function belowRoot(path: string, { roots, windows }: PathRules): WrittenPath | undefined {
  const names = namesOf(path);
  const fold = (name: string): string => (windows ? name.toLowerCase() : name);
  const candidates = roots.flatMap((root) => root.folders.map((folder) => ({ root, along: namesOf(folder.replaceAll('\\', '/')) })));
  const holding = candidates.filter(({ along }) => along.every((name, index) => fold(name) === fold(names[index] ?? '')));
  const [deepest] = holding.sort((a, b) => b.along.length - a.along.length);
  return deepest && { root: deepest.root, names: names.slice(deepest.along.length) };
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function problemOf(name: string, { windows }: PathRules): string | undefined {
  if (/^\.\.[. ]*$/.test(name)) return 'goes upward with ".."';
  if (name.length > 255) return 'holds a name that is too long';
  if (!windows) return undefined;
  if (DEVICE.test(name)) return 'names a device';
  if (/[:*?"<>|]/.test(name)) return 'holds a character that no file name has here';
  if (/[. ]$/.test(name)) return 'holds a name that ends in a dot or blank';
  return undefined;
}

/** A text from a model inside a message. */
export function quote(text: string): string {
  const shown = showInvisible(showControls(text));
  return JSON.stringify(shown.length > 200 ? `${shown.slice(0, 200)}…` : shown);
}
