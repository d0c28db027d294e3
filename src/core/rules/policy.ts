import type { Mode } from '../model/agent.ts';
import type { Effect, GrantScope, WorkPath } from '../model/effect.ts';

/** What a person allowed beforehand: exact commands, and files or folders by path. Grants are data, never read from a workspace. */
export type Grant =
  /** `folder` is where it may run; absent is the workspace folder itself: elsewhere the same words do something else. */
  | { readonly kind: 'command'; readonly command: string; readonly folder?: WorkPath }
  /** A path that ends in `/` stands for all below it; `''` is the whole root. */
  | { readonly kind: 'write'; readonly root: string | undefined; readonly path: string }
  /** A file whose unsaved changes a person was told of, before they were saved with an edit, or before a command that does not see them. */
  | { readonly kind: 'unsaved'; readonly before: 'write' | 'command'; readonly at: WorkPath };

export interface PolicyContext {
  readonly mode: Mode;
  readonly grants: readonly Grant[];
}

export type Decision =
  | { readonly verdict: 'allow'; readonly reason: string }
  | { readonly verdict: 'ask'; readonly reason: string; readonly scopes: readonly GrantScope[] };

/** Why an effect needs a person, and how far an approval may go. */
interface Concern {
  readonly reasons: readonly string[];
  readonly scopes: readonly GrantScope[];
}

type Write = Extract<Effect, { kind: 'write' }>;
type Command = Extract<Effect, { kind: 'command' }>;

const once = (...reasons: string[]): Concern => ({ reasons, scopes: ['once'] });
const onceOrForRun = (...reasons: string[]): Concern => ({ reasons, scopes: ['once', 'run'] });

/** One call may change so many files without a person where edits pass. */
const MOST_FILES = 20;

/** Files named in one reason. */
const MAX_NAMES = 8;

/**
 * Decides what may happen without a person: pure, over computed effects only. Nothing that a model says about its own call counts.
 * The strictest effect decides, and an approval can be offered for the run only if every asking effect offers it.
 */
export function decide(effects: readonly Effect[], context: PolicyContext): Decision {
  const concerns = [...effects.flatMap((effect) => concernOf(effect, context) ?? []), ...concernsOfMany(effects, context)];
  if (concerns.length === 0) return { verdict: 'allow', reason: 'within the mode and what was allowed' };
  const reasons = [...new Set(concerns.flatMap((concern) => concern.reasons))];
  const forRun = concerns.every((concern) => concern.scopes.includes('run'));
  return { verdict: 'ask', reason: reasons.join('; '), scopes: forRun ? ['once', 'run'] : ['once'] };
}

/** What an approval for the run allows from then on: the very same command, the very same file, with what was said of unsaved changes. */
export function grantsFor(effects: readonly Effect[]): Grant[] {
  return effects.flatMap((effect): Grant[] => {
    if (effect.kind === 'command') {
      const unseen = (effect.unsaved ?? []).map((at): Grant => ({ kind: 'unsaved', before: 'command', at }));
      return [{ kind: 'command', command: effect.command, folder: effect.folder }, ...unseen];
    }
    if (effect.kind !== 'write' || effect.protected) return [];
    const { at, unsaved } = effect;
    return [{ kind: 'write', root: at.root, path: at.path }, ...(unsaved ? [{ kind: 'unsaved', before: 'write', at } as const] : [])];
  });
}

function concernOf(effect: Effect, { mode, grants }: PolicyContext): Concern | undefined {
  switch (effect.kind) {
    case 'read':
      return effect.secret ? once('it reads a file that usually holds secrets') : undefined;
    case 'write':
      return concernOfWrite(effect, mode, grants);
    case 'command':
      return concernOfCommand(effect, grants);
    case 'question':
    case 'tasks':
      return undefined;
  }
}

function concernOfCommand({ command, folder, unsaved = [] }: Command, grants: readonly Grant[]): Concern | undefined {
  const unseen = unsaved.filter((at) => !wasTold('command', at, grants));
  const stale =
    unseen.length === 0
      ? []
      : [`it will not see the unsaved changes in ${namesOf(unseen)}: save them first, or let it run on the saved files`];
  const allowed = grants.filter((grant) => grant.kind === 'command').filter((grant) => grant.command === command);
  if (!allowed.some((grant) => (grant.folder === undefined ? folder.path === '' : isSame(grant.folder, folder)))) {
    return onceOrForRun(allowed.length > 0 ? 'it runs a command that was allowed in another folder' : 'it runs a command', ...stale);
  }
  return stale.length === 0 ? undefined : onceOrForRun(...stale);
}

/** What changes much at once is looked at even where single edits pass. */
function concernsOfMany(effects: readonly Effect[], { grants }: PolicyContext): Concern[] {
  const writes = effects.filter((effect) => effect.kind === 'write' && !isGranted(effect.at, grants));
  return writes.length > MOST_FILES ? [onceOrForRun(`it changes ${writes.length} files at once`)] : [];
}

function concernOfWrite(effect: Write, mode: Mode, grants: readonly Grant[]): Concern | undefined {
  const { at, change } = effect;
  const unsaved = effect.unsaved && !wasTold('write', at, grants) ? [UNSAVED[change]] : [];
  if (effect.protected) return once('the file can change what programs or agents do here', ...unsaved);
  const reasons = [...reasonsToAsk(effect, mode, grants), ...unsaved];
  return reasons.length === 0 ? undefined : onceOrForRun(...reasons);
}

function reasonsToAsk({ at, change }: Write, mode: Mode, grants: readonly Grant[]): string[] {
  if (isGranted(at, grants)) return [];
  if (change === 'delete') return ['it deletes a file'];
  return mode === 'edit' ? [] : ['it changes a file'];
}

const savedWithIt = 'the file has unsaved changes, which would be saved together with this one';
const UNSAVED = { create: savedWithIt, edit: savedWithIt, delete: 'the file has unsaved changes, which would be lost' };

/** Mode and broader grants do not count here: what somebody is typing is asked about once in a run. */
function wasTold(before: 'write' | 'command', at: WorkPath, grants: readonly Grant[]): boolean {
  return grants.some((grant) => grant.kind === 'unsaved' && grant.before === before && isSame(grant.at, at));
}

function isSame(a: WorkPath, b: WorkPath): boolean {
  return a.root === b.root && a.path === b.path;
}

function namesOf(places: readonly WorkPath[]): string {
  const names = places
    .slice(0, MAX_NAMES)
    .map(({ path }) => path)
    .join(', ');
  return places.length > MAX_NAMES ? `${names} and ${places.length - MAX_NAMES} more` : names;
}

function isGranted(at: WorkPath, grants: readonly Grant[]): boolean {
  return grants.some((grant) => grant.kind === 'write' && covers(grant, at));
}

function covers(grant: Extract<Grant, { kind: 'write' }>, at: WorkPath): boolean {
  if (grant.root !== undefined && grant.root !== at.root) return false;
  if (grant.path === '' || grant.path === at.path) return true;
  return grant.path.endsWith('/') && at.path.startsWith(grant.path);
}
