import { createHash } from 'node:crypto';
import picomatch from 'picomatch';
import { ToolError } from '../../src/core/base/errors.ts';
import type { WorkArea } from '../../src/core/tools/workArea.ts';

/** A workspace in memory, with one root named `app`. */
export interface MemoryWorkArea extends WorkArea {
  text(path: string): string | undefined;
  set(path: string, text: string): void;
  delete(path: string): void;
  paths(): string[];
}

export function memoryWorkArea(initial: Record<string, string> = {}): MemoryWorkArea {
  const files = new Map(Object.entries(initial).map(([path, text]) => [path, Buffer.from(text)]));
  const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const below = (folder: string): string[] => [...files.keys()].filter((path) => folder === '' || path.startsWith(`${folder}/`)).sort();
  return {
    roots: ['app'],
    async resolve(path) {
      const parts: string[] = [];
      if (path.startsWith('/')) throw new ToolError(`${path} lies outside the workspace.`);
      for (const part of path.split('/')) {
        if (part === '..' && parts.pop() === undefined) throw new ToolError(`${path} lies outside the workspace.`);
        if (part !== '' && part !== '.' && part !== '..') parts.push(part);
      }
      return { root: 'app', path: parts.join('/') };
    },
    async list(folder, { limit, glob }) {
      const matches = glob === undefined ? () => true : picomatch(glob, { dot: true });
      const entries = below(folder.path).filter((path) => matches(path)).map((path) => ({ path, kind: 'file' as const, size: files.get(path)?.length ?? 0 }));
      return { entries: entries.slice(0, limit), truncated: entries.length > limit };
    },
    async search(folder, { text, maxMatches }) {
      const matches = below(folder.path).flatMap((path) =>
        (files.get(path)?.toString('utf8') ?? '').split('\n').flatMap((line, index) => (line.includes(text) ? [{ path, line: index + 1, text: line }] : [])),
      );
      return { matches: matches.slice(0, maxMatches), truncated: matches.length > maxMatches };
    },
    async read(at) {
      const bytes = files.get(at.path);
      return bytes && { bytes, hash: hashOf(bytes) };
    },
    async apply({ at, baseHash, after }) {
      const current = files.get(at.path);
      if ((current ? hashOf(current) : null) !== baseHash) throw new ToolError(`${at.path} changed since it was read.`);
      if (after === null) files.delete(at.path);
      else files.set(at.path, Buffer.from(after));
      return { hash: after === null ? null : hashOf(after) };
    },
    folder: () => '/app',
    text: (path) => files.get(path)?.toString('utf8'),
    set: (path, text) => void files.set(path, Buffer.from(text)),
    delete: (path) => void files.delete(path),
    paths: () => [...files.keys()].sort(),
  };
}
