import { ToolError } from '../base/errors.ts';
import type { Check, CheckSpec } from '../model/check.ts';
import type { WorkPath } from '../model/effect.ts';
import { withPackageScripts } from '../rules/packageScripts.ts';
import { restsOn } from '../rules/verdict.ts';
import type { WorkArea } from '../tools/workArea.ts';
import type { RunPorts } from './runPorts.ts';

const MAX_FILES = 20_000;
/** Files behind one link to a folder. */
const MAX_LINKED = 2_000;

/** What the checks rest on, as it was. */
export interface CheckGround {
  /** Content hashes by path: tools of the workspace, tests, scripts, build machinery, and what links of such names lead to. */
  readonly hashes: ReadonlyMap<string, string>;
  /** False: the workspace holds more files than were looked at. */
  readonly whole: boolean;
}

type CommandSpec = Extract<CheckSpec, { kind: 'command' }>;

interface Place {
  readonly at: WorkPath;
  readonly workArea: WorkArea;
  readonly signal: AbortSignal;
}

/** Photographs the files that command checks rest on, so that a change of them by any route (a tool, a command) is noticed. */
export async function photographGround(
  checks: readonly Check[],
  at: WorkPath,
  { workArea, toolFolders }: Pick<RunPorts, 'workArea' | 'toolFolders'>,
  signal: AbortSignal,
): Promise<CheckGround> {
  const place = { at, workArea, signal };
  const specs = await groundSpecs(checks, place);
  if (specs.length === 0) return { hashes: new Map(), whole: true };
  const hashes = new Map(await toolFolders?.photograph(specs.map(({ command }) => command)));
  const { entries, truncated } = await workArea.list(at, { depth: 64, limit: MAX_FILES }, signal);
  for (const { kind, path } of entries) {
    if (kind === 'folder') continue;
    // A link to a folder of tests has the name of a folder.
    const names = kind === 'other' ? [path, `${path}/`] : [path];
    if (!names.some((name) => specs.some((spec) => restsOn(spec, name)))) continue;
    hashes.set(path, kind === 'file' ? await hashOf({ root: at.root, path }, workArea) : await hashBehindLink(path, place));
  }
  return { hashes, whole: !truncated };
}

/** Paths that appeared, vanished or changed between two photographs. */
export function changedGround({ hashes: before }: CheckGround, { hashes: after }: CheckGround): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

/** The accepted commands, each with the package scripts that it runs. */
async function groundSpecs(checks: readonly Check[], { at, workArea }: Place): Promise<CommandSpec[]> {
  const commands = checks.flatMap(({ state, spec }) => (state === 'accepted' && spec.kind === 'command' ? [spec] : []));
  if (commands.length === 0) return [];
  const manifest = await textOf({ root: at.root, path: at.path === '' ? 'package.json' : `${at.path}/package.json` }, workArea);
  return commands.map((spec) => ({ ...spec, command: withPackageScripts(spec.command, manifest) }));
}

async function textOf(at: WorkPath, workArea: WorkArea): Promise<string> {
  try {
    const file = await workArea.read(at);
    return file ? new TextDecoder().decode(file.bytes) : '';
  } catch (error) {
    if (error instanceof ToolError) return '';
    throw error;
  }
}

async function hashOf(at: WorkPath, workArea: WorkArea): Promise<string> {
  try {
    return (await workArea.read(at))?.hash ?? 'absent';
  } catch (error) {
    if (error instanceof ToolError) return 'unreadable';
    throw error;
  }
}

/** Where a link leads, and what is there. */
async function hashBehindLink(path: string, { at, workArea, signal }: Place): Promise<string> {
  try {
    const target = await workArea.resolve(workArea.roots.length > 1 ? `${at.root}/${path}` : path);
    const own = await hashOf(target, workArea);
    if (own !== 'unreadable') return `${target.path} ${own}`;
    const { entries } = await workArea.list(target, { depth: 64, limit: MAX_LINKED, includeIgnored: true }, signal);
    const parts: string[] = [target.path];
    for (const entry of entries)
      if (entry.kind === 'file') parts.push(`${entry.path} ${await hashOf({ root: target.root, path: entry.path }, workArea)}`);
    return parts.join('\n');
  } catch (error) {
    if (error instanceof ToolError) return 'unreadable';
    throw error;
  }
}
