import type { Mode } from '../model/agent.ts';
import type { Effect, GrantScope, WorkPath } from '../model/effect.ts';

/** What a person allowed beforehand: exact commands, and files or folders by path. Grants are data, never read from a workspace. */
export type Grant =
  /** `folder` is where it may run; absent is the workspace folder itself: elsewhere the same words do something else. */
  | { readonly kind: 'command'; readonly command: string; readonly folder?: WorkPath }
  /** A path that ends in `/` stands for all below it; `''` is the whole root. */
  | { readonly kind: 'write'; readonly root: string | undefined; readonly path: string };

export interface PolicyContext {
  readonly mode: Mode;
  readonly grants: readonly Grant[];
}

export type Decision =
  | { readonly verdict: 'allow'; readonly reason: string }
  | { readonly verdict: 'ask'; readonly reason: string; readonly scopes: readonly GrantScope[] };

const allow = (reason: string): Decision => ({ verdict: 'allow', reason });
const ask = (reason: string, ...scopes: GrantScope[]): Decision => ({ verdict: 'ask', reason, scopes });

/**
 * Decides what may happen without a person: pure, over computed effects only. Nothing that a model says about its own call counts.
 * The strictest effect decides, and an approval can be offered for the run only if every asking effect offers it.
 */
export function decide(effects: readonly Effect[], context: PolicyContext): Decision {
  const asking = effects.map((effect) => decideOne(effect, context)).filter((decision) => decision.verdict === 'ask');
  if (asking.length === 0) return allow('within the mode and what was allowed');
  const reasons = [...new Set(asking.map((decision) => decision.reason))];
  const forRun = asking.every((decision) => decision.scopes.includes('run'));
  return ask(reasons.join('; '), ...(forRun ? (['once', 'run'] as const) : (['once'] as const)));
}

/** What an approval for the run allows from then on: the very same command, the very same file. */
export function grantsFor(effects: readonly Effect[]): Grant[] {
  return effects.flatMap((effect): Grant[] => {
    if (effect.kind === 'command') return [{ kind: 'command', command: effect.command, folder: effect.folder }];
    if (effect.kind === 'write' && !effect.protected) return [{ kind: 'write', root: effect.at.root, path: effect.at.path }];
    return [];
  });
}

function decideOne(effect: Effect, { mode, grants }: PolicyContext): Decision {
  switch (effect.kind) {
    case 'read':
      return effect.secret ? ask('it reads a file that usually holds secrets', 'once') : allow('reading the workspace');
    case 'write':
      return decideWrite(effect, mode, grants);
    case 'command':
      return decideCommand(effect, grants);
    case 'question':
    case 'tasks':
      return allow('it touches no file and runs nothing');
  }
}

function decideCommand({ command, folder }: Extract<Effect, { kind: 'command' }>, grants: readonly Grant[]): Decision {
  const allowed = grants.filter((grant) => grant.kind === 'command').filter((grant) => grant.command === command);
  const isThere = (there: WorkPath | undefined): boolean => (there === undefined ? folder.path === '' : there.root === folder.root && there.path === folder.path);
  if (allowed.some((grant) => isThere(grant.folder))) return allow('this exact command was allowed');
  return ask(allowed.length > 0 ? 'it runs a command that was allowed in another folder' : 'it runs a command', 'once', 'run');
}

function decideWrite(effect: Extract<Effect, { kind: 'write' }>, mode: Mode, grants: readonly Grant[]): Decision {
  if (effect.protected) return ask('the file can change what programs or agents do here', 'once');
  if (grants.some((grant) => grant.kind === 'write' && covers(grant, effect.at))) return allow('this path was allowed');
  if (effect.change === 'delete') return ask('it deletes a file', 'once', 'run');
  return mode === 'edit' ? allow('edits apply in mode Edit') : ask('it changes a file', 'once', 'run');
}

function covers(grant: Extract<Grant, { kind: 'write' }>, at: WorkPath): boolean {
  if (grant.root !== undefined && grant.root !== at.root) return false;
  if (grant.path === '' || grant.path === at.path) return true;
  return grant.path.endsWith('/') && at.path.startsWith(grant.path);
}
