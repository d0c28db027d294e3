import * as z from 'zod';
import { parseJson } from '../base/json.ts';
import type { CheckSpec } from '../model/check.ts';

type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** A script that is no text is passed over; the others still count. */
const Package = z.object({ packageManager: z.string().optional().catch(undefined), scripts: z.record(z.string(), z.unknown()).catch({}) });

/** Scripts that say whether work is good, the most telling first. */
const TELLING = ['test', 'check', 'typecheck', 'type-check', 'check-types', 'lint', 'build'];
/** What `npm init` writes, and scripts that never end. */
const USELESS =
  /no test specified|\s--?watch(All)?\b(?!=false)|\b(nodemon|tsc-watch|vitest watch)\b|\b(tsc|webpack|rollup|vitest|jest|mocha)\b[^&|;]*\s-w\b/i;

const LOCK_FILES: readonly (readonly [name: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

/**
 * Checks that a project's own scripts suggest, to be offered to a person: nothing may set them silently. Empty for text that is no
 * package.json. `lockFiles` are the names of the lock files beside it.
 */
export function guessChecks(packageJson: string, lockFiles: readonly string[]): CheckSpec[] {
  const manifest = parseJson(Package, packageJson);
  if (!manifest) return [];
  const manager = statedManager(manifest.packageManager) ?? lockedManager(lockFiles) ?? 'npm';
  const scripts = new Map(Object.entries(manifest.scripts));
  return TELLING.flatMap((name): CheckSpec[] => {
    const script = scripts.get(name);
    if (typeof script !== 'string' || script.trim() === '' || USELESS.test(script)) return [];
    return [{ kind: 'command', command: commandFor(name, manager), timeLimit: 300 }];
  });
}

/** `pnpm@9.1.0`, as corepack reads it. */
function statedManager(stated: string | undefined): PackageManager | undefined {
  const name = stated?.split('@')[0];
  return LOCK_FILES.find(([, manager]) => manager === name)?.[1];
}

function lockedManager(lockFiles: readonly string[]): PackageManager | undefined {
  return LOCK_FILES.find(([name]) => lockFiles.includes(name))?.[1];
}

/** `bun test` is a program of its own that runs no script. */
function commandFor(script: string, manager: PackageManager): string {
  return script === 'test' && manager !== 'bun' ? `${manager} test` : `${manager} run ${script}`;
}
