import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import type { Effect, WorkPath } from '../model/effect.ts';
import { isProtectedPath } from '../rules/protectedPaths.ts';
import { isSecretPath } from '../rules/secretPaths.ts';
import { fileKey, type RunMemory } from './tool.ts';
import type { FileSnapshot, WorkArea } from './workArea.ts';

/** The path of a file, as every file tool takes it. */
export const pathInput = z.string().min(1).describe('Path relative to the workspace, with / between names');

export function readEffect(at: WorkPath): Effect {
  return { kind: 'read', at, secret: isSecretPath(at.path) };
}

/** `present` is what the file holds now, if there is one. */
export function writeEffect(area: WorkArea, at: WorkPath, change: 'create' | 'edit' | 'delete', present?: FileSnapshot): Effect {
  const isProtected = isProtectedPath(at.path) || area.isTool?.(at) === true;
  return { kind: 'write', at, change, protected: isProtected, ...(present?.unsaved && { unsaved: true }) };
}

/** A place as people and models name it: with its root only where there are several. */
export function nameOf(at: WorkPath, area: Pick<WorkArea, 'roots'>): string {
  if (area.roots.length > 1) return at.path === '' ? at.root : `${at.root}/${at.path}`;
  return at.path === '' ? '.' : at.path;
}

/** Refuses to touch a file whose present content the agent has not seen. */
export function assertSeen(at: WorkPath, snapshot: FileSnapshot, memory: RunMemory, name: string): void {
  const seen = memory.readHashes.get(fileKey(at));
  if (seen === undefined) throw new ToolError(`You have not read ${name} in this run. Read it with read_file, then change it.`);
  if (seen !== snapshot.hash)
    throw new ToolError(`${name} changed since you read it. Read it again with read_file, then repeat the change on the new content.`);
}

/** Remembers what the agent has seen of a file. */
export function remember(at: WorkPath, hash: string | null, memory: RunMemory): void {
  if (hash === null) memory.readHashes.delete(fileKey(at));
  else memory.readHashes.set(fileKey(at), hash);
}
