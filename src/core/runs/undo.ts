import * as l10n from '@vscode/l10n';
import { ToolError, UserError } from '../base/errors.ts';
import type { WorkPath } from '../model/effect.ts';
import type { Run, RunFile } from '../model/run.ts';
import type { BlobHash, RunId } from '../model/scalars.ts';
import type { TaskStore } from '../store/taskStore.ts';
import type { WorkArea } from '../tools/workArea.ts';
import { readWholeLog } from './wholeLog.ts';

/** What undoing a run did, and what it could not do. */
export interface UndoReport {
  readonly restored: readonly string[];
  /** Files left alone, with the reason. */
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
  /** Effects that no undo reaches: commands the run started. */
  readonly notUndone: readonly string[];
}

interface UndoPorts {
  readonly store: TaskStore;
  readonly workArea: WorkArea;
}

/**
 * Gives every file that the run wrote its bytes from before the run. A file that changed since is left alone.
 * Works after a restart: the bytes are blobs of the store.
 */
export async function undoRun(id: RunId, { store, workArea }: UndoPorts): Promise<UndoReport> {
  const run = await store.findRun(id);
  if (!run) throw new UserError('not-found', l10n.t('There is no run {0}.', id));
  if (run.status === 'running') throw new UserError('refused', l10n.t('The run still goes on. Cancel it first, then undo it.'));
  const restored: string[] = [];
  const refused: { path: string; reason: string }[] = [];
  for (const file of await store.listRunFiles(id)) {
    if (file.access !== 'write') continue;
    const reason = await restore(file, store, workArea);
    if (reason === undefined) restored.push(file.path);
    else if (reason !== 'same') refused.push({ path: file.path, reason });
  }
  return { restored, refused, notUndone: await commandsOf(run, store) };
}

/** The files that a run changed and that are not as before it: those that undoing it gives back, or says why not. */
export async function filesToUndo(id: RunId, { store, workArea }: UndoPorts): Promise<RunFile[]> {
  const changed = (await store.listRunFiles(id)).filter(({ access, before, after }) => access === 'write' && before !== after);
  const isUndone = await Promise.all(changed.map((file) => isAsBefore(file, workArea)));
  return changed.filter((_, at) => isUndone[at] !== true);
}

async function isAsBefore(file: RunFile, workArea: WorkArea): Promise<boolean> {
  try {
    const at = await resolveFile(file, workArea);
    return at.path === file.path && at.root === file.root && ((await workArea.read(at))?.hash ?? null) === file.before;
  } catch (error) {
    if (error instanceof ToolError || error instanceof UserError) return false;
    throw error;
  }
}

/** `undefined`: restored; `same`: it is already as before; else why it was left alone. */
async function restore(file: RunFile, store: TaskStore, workArea: WorkArea): Promise<string | undefined> {
  try {
    const at = await resolveFile(file, workArea);
    if (at.path !== file.path || at.root !== file.root) return l10n.t('it is now a link to {0}', at.path);
    const current = (await workArea.read(at))?.hash ?? null;
    if (current === file.before) return 'same';
    if (current !== file.after) return l10n.t('it changed after the run');
    await workArea.apply({ at, baseHash: current, after: await bytesOf(file.before, store) });
    return undefined;
  } catch (error) {
    if (error instanceof ToolError || error instanceof UserError) return error.message;
    throw error;
  }
}

function resolveFile({ root, path }: RunFile, workArea: WorkArea): Promise<WorkPath> {
  return workArea.resolve(workArea.roots.length > 1 ? `${root}/${path}` : path);
}

async function bytesOf(hash: BlobHash | null, store: TaskStore): Promise<Uint8Array | null> {
  if (hash === null) return null;
  const bytes = await store.readBlob(hash);
  if (!bytes) throw new UserError('damaged', l10n.t('its earlier content is missing from the store'));
  return bytes;
}

async function commandsOf(run: Run, store: TaskStore): Promise<string[]> {
  const events = await readWholeLog(store, run.id);
  const commands = events.flatMap(({ body }) =>
    body.type === 'tool-start' ? body.effects.flatMap((effect) => (effect.kind === 'command' ? [effect.command] : [])) : [],
  );
  return [...new Set(commands)];
}
