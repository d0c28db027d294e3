import { ToolError } from '../base/errors.ts';
import type { Check } from '../model/check.ts';
import type { WorkPath } from '../model/effect.ts';
import { restsOn } from '../rules/verdict.ts';
import type { WorkArea } from '../tools/workArea.ts';

const MAX_FILES = 20_000;

/** What the checks rest on, as it was: content hashes of tests, scripts, build machinery. */
export type CheckGround = ReadonlyMap<string, string>;

/** Photographs the files that command checks rest on, so that a change of them by any route (a tool, a command) is noticed. */
export async function photographGround(checks: readonly Check[], at: WorkPath, workArea: WorkArea, signal: AbortSignal): Promise<CheckGround> {
  const ground = new Map<string, string>();
  const specs = checks.filter((check) => check.state === 'accepted' && check.spec.kind === 'command').map((check) => check.spec);
  if (specs.length === 0) return ground;
  const { entries } = await workArea.list(at, { depth: 64, limit: MAX_FILES }, signal);
  for (const entry of entries) {
    if (entry.kind !== 'file' || !specs.some((spec) => restsOn(spec, entry.path))) continue;
    ground.set(entry.path, await hashOf({ root: at.root, path: entry.path }, workArea));
  }
  return ground;
}

/** Paths that appeared, vanished or changed between two photographs. */
export function changedGround(before: CheckGround, after: CheckGround): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

async function hashOf(at: WorkPath, workArea: WorkArea): Promise<string> {
  try {
    return (await workArea.read(at))?.hash ?? 'absent';
  } catch (error) {
    if (error instanceof ToolError) return 'unreadable';
    throw error;
  }
}
