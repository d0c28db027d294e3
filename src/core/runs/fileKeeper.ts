import { ToolError } from '../base/errors.ts';
import type { WorkPath } from '../model/effect.ts';
import type { RunFile } from '../model/run.ts';
import type { RunEventBody } from '../model/runEvent.ts';
import { BlobHash } from '../model/scalars.ts';
import type { RunKey } from '../store/taskStore.ts';
import { fileDiff } from '../tools/fileDiff.ts';
import { isBinary } from '../tools/fileText.ts';
import { fileKey } from '../tools/tool.ts';
import type { FileChange } from '../tools/workArea.ts';
import type { RunPorts } from './runPorts.ts';

type KeeperPorts = Pick<RunPorts, 'store' | 'workArea' | 'hash'> & {
  /** Called before a file's first write, while it is as the run found it. */
  beforeFirst(at: WorkPath): Promise<void>;
};

/** Applies a run's file changes so that they can be undone: the old bytes are durable before the first write. */
export class FileKeeper {
  readonly #ports: KeeperPorts;
  readonly #key: RunKey;
  readonly #record: (body: RunEventBody) => void;
  /** Files whose bytes from before the run are kept already, by `fileKey`. */
  readonly #kept: Map<string, WorkPath>;

  constructor(ports: KeeperPorts, key: RunKey, record: (body: RunEventBody) => void, earlier: readonly RunFile[]) {
    this.#ports = ports;
    this.#key = key;
    this.#record = record;
    this.#kept = new Map(
      earlier.filter((file) => file.access === 'write').map(({ root, path }) => [fileKey({ root, path }), { root, path }]),
    );
  }

  /** Files that the run has written, in order. */
  touched(): readonly WorkPath[] {
    return [...this.#kept.values()];
  }

  async apply(change: FileChange): Promise<{ hash: string | null }> {
    const { store, workArea, hash } = this.#ports;
    const { root, path } = change.at;
    const current = await workArea.read(change.at);
    if ((current?.hash ?? null) !== change.baseHash) throw new ToolError(`${path} changed since it was read. Read it again.`);
    if (!this.#kept.has(fileKey(change.at))) await this.#ports.beforeFirst(change.at);
    const before = await this.#keep(change, current?.bytes);
    const intended = change.after === null ? null : BlobHash.parse(hash(change.after));
    // The store holds on to what `before` was at the run's first write.
    const file = { run: this.#key.run, root, path, access: 'write', before } as const;
    await store.recordRunFile(this.#key, { ...file, after: intended });
    const applied = await workArea.apply(change).catch(async (error: unknown) => {
      // Undo must find what is there, not what was wanted.
      await store.recordRunFile(this.#key, { ...file, after: current ? BlobHash.parse(current.hash) : null });
      throw error;
    });
    const after = applied.hash === null ? null : BlobHash.parse(applied.hash);
    if (after !== intended) await store.recordRunFile(this.#key, { ...file, after });
    this.#record({
      type: 'change',
      root,
      path,
      change: kindOf(change),
      before,
      after,
      ...countLines(current?.bytes, change.after),
      ...diffOf(path, current?.bytes, change.after),
    });
    return applied;
  }

  async #keep(change: FileChange, bytes: Uint8Array | undefined): Promise<BlobHash | null> {
    const key = fileKey(change.at);
    const first = !this.#kept.has(key);
    const hash = bytes === undefined ? null : first ? await this.#ports.store.putBlob(bytes) : BlobHash.parse(change.baseHash);
    this.#kept.set(key, change.at);
    return hash;
  }
}

function kindOf(change: FileChange): 'create' | 'edit' | 'delete' {
  if (change.after === null) return 'delete';
  return change.baseHash === null ? 'create' : 'edit';
}

/** Absent when one side is not text. */
function diffOf(path: string, before: Uint8Array | undefined, after: Uint8Array | null): { diff?: string } {
  if ([before, after].some((bytes) => bytes && isBinary(bytes))) return {};
  const textOf = (bytes: Uint8Array | null | undefined): string | null => (bytes ? new TextDecoder().decode(bytes) : null);
  return { diff: fileDiff(path, textOf(before), textOf(after)) };
}

/** Lines that are in one version only, counted as multisets: cheap, and close to what a diff says. */
function countLines(before: Uint8Array | undefined, after: Uint8Array | null): { added: number; removed: number } {
  const counts = new Map<string, number>();
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of linesOf(after ?? undefined)) {
    const left = counts.get(line) ?? 0;
    if (left === 0) added++;
    else counts.set(line, left - 1);
  }
  return { added, removed: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

function linesOf(bytes: Uint8Array | undefined): string[] {
  if (!bytes || bytes.length === 0) return [];
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
