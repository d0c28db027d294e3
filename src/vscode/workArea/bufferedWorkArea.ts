import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, ToolError } from '../../core/base/errors.ts';
import type { WorkPath } from '../../core/model/effect.ts';
import type { FileChange, FileSnapshot, ListOptions, SearchQuery, WorkArea } from '../../core/tools/workArea.ts';
import { openNodeWorkArea, type NodeWorkAreaOptions, type UnsavedTexts } from '../../node/nodeWorkArea.ts';
import { keepInTrash } from '../../node/workArea/changeFile.ts';
import { sha256 } from '../../node/workArea/readRegular.ts';
import { withinTime } from '../timeLimit.ts';
import { textFor } from './documentText.ts';
import type { TextBuffer, TextBuffers } from './textBuffers.ts';
import { textReplacements } from './textReplacements.ts';

/** Bigger files are changed on disk. */
const MAX_TEXT = 2 * 1024 * 1024;
/** Seconds for what takes part in a save. */
const SAVE_LIMIT = 60;

export type BufferedWorkAreaOptions = Omit<NodeWorkAreaOptions, 'unsaved'>;

/** The workspace as an editor holds it. See `WorkArea` for what it promises. */
export async function openBufferedWorkArea(buffers: TextBuffers, options: BufferedWorkAreaOptions): Promise<WorkArea> {
  const disk = await openNodeWorkArea(options);
  const seen = await openNodeWorkArea({ ...options, unsaved: () => unsavedTexts(buffers) });
  return new BufferedWorkArea({ disk, seen, buffers, options });
}

interface Parts {
  /** Without the editor's texts. */
  readonly disk: WorkArea;
  /** With them. */
  readonly seen: WorkArea;
  readonly buffers: TextBuffers;
  readonly options: BufferedWorkAreaOptions;
}

/**
 * What is read and searched is the editor's text where it is not saved. Changes are made in the editor's documents, so that its undo knows
 * them, and saved at once, so that commands see them. What a document cannot hold exactly is changed on disk.
 *
 * Paths are proven safe right before the editor writes, but it writes by path: a link that another process swaps in at that
 * very moment is followed.
 */
class BufferedWorkArea implements WorkArea {
  readonly roots: readonly string[];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.roots = parts.disk.roots;
  }

  resolve(written: string): Promise<WorkPath> {
    return this.#parts.disk.resolve(written);
  }

  isTool(at: WorkPath): boolean {
    return this.#parts.disk.isTool?.(at) === true;
  }

  folder(at: WorkPath): string {
    return this.#parts.disk.folder(at);
  }

  list(folder: WorkPath, options: ListOptions, signal: AbortSignal): ReturnType<WorkArea['list']> {
    return this.#parts.disk.list(folder, options, signal);
  }

  search(folder: WorkPath, query: SearchQuery, signal: AbortSignal): ReturnType<WorkArea['search']> {
    return this.#parts.seen.search(folder, query, signal);
  }

  read(at: WorkPath): Promise<FileSnapshot | undefined> {
    return this.#parts.seen.read(at);
  }

  unsaved(): Promise<readonly WorkPath[]> {
    return this.#parts.seen.unsaved();
  }

  async apply(change: FileChange): Promise<{ hash: string | null }> {
    const { at, baseHash, after } = change;
    const current = await this.read(at);
    if ((current?.hash ?? null) !== baseHash) throw changedSince(at, current, baseHash);
    await this.#assertText(at);
    if (after === null) return current ? this.#delete(at, current) : { hash: null };
    if (!current) return this.#create(change, after);
    return this.#edit(change, after, current);
  }

  async #edit(change: FileChange, after: Uint8Array, current: FileSnapshot): Promise<{ hash: string | null }> {
    const { disk, buffers } = this.#parts;
    const { at, baseHash } = change;
    if (!current.unsaved && Math.max(after.byteLength, current.bytes.byteLength) > MAX_TEXT) return disk.apply(change);
    const buffer = await this.#bufferOf(at);
    const before = buffer?.text;
    const isBase = buffer !== undefined && sha256(await buffers.encode(buffer)) === baseHash && buffer.text === before;
    if (current.unsaved && !isBase) throw changedSince(at, current, baseHash);
    const text = isBase ? textFor(after, buffer) : undefined;
    if (buffer && before !== undefined && text !== undefined) return this.#editBuffer(buffer, { at, before, text });
    if (!current.unsaved) return disk.apply(change);
    throw new ToolError(
      `${at.path} has unsaved changes in the editor, in a form that this change does not fit (encoding ${buffer?.encoding ?? 'unknown'}). Ask the person to save it first.`,
    );
  }

  async #editBuffer(
    buffer: TextBuffer,
    { at, before, text }: { at: WorkPath; before: string; text: string },
  ): Promise<{ hash: string | null }> {
    const { buffers } = this.#parts;
    await assertWritable(buffer.file, at);
    const taken = buffer.text === before && (await buffers.replace(buffer, textReplacements(before, text)));
    if (!taken) throw new ToolError(`The editor did not take the change of ${at.path}: it changed at that moment. Read it again.`);
    await this.#saveOr(buffer, at, () => buffers.replace(buffer, textReplacements(buffer.text, before)));
    return this.#onDisk(at);
  }

  /** A file is made with exactly the bytes that were asked for; then it is formatted as its owner has files formatted when they are saved. */
  async #create({ at }: FileChange, after: Uint8Array): Promise<{ hash: string | null }> {
    const { disk, buffers } = this.#parts;
    if (after.byteLength > MAX_TEXT) return disk.apply({ at, baseHash: null, after });
    const file = this.#file(at);
    if (!(await buffers.create(file, after)) || (await disk.read(at))?.hash !== sha256(after)) {
      throw new ToolError(`${at.path} could not be created in the editor. Look whether it or its folder is there, and may be written.`);
    }
    const buffer = await buffers.open(file);
    if (buffer && textFor(after, buffer) !== undefined) {
      const before = buffer.text;
      await buffers.format(buffer);
      if (buffer.text !== before) await this.#saveOr(buffer, at, () => buffers.delete(file));
    }
    return this.#onDisk(at);
  }

  async #delete(at: WorkPath, current: FileSnapshot): Promise<{ hash: null }> {
    const { disk, buffers, options } = this.#parts;
    if (!buffers.hasTrash) await keepInTrash(options.trash, at.path, current.bytes);
    const done = await buffers.delete(this.#file(at));
    if (!done || (await disk.read(at)))
      throw new ToolError(`${at.path} could not be deleted in the editor. Look whether it may be written.`);
    return { hash: null };
  }

  /** Saves, or takes back what was done and refuses. */
  async #saveOr(buffer: TextBuffer, at: WorkPath, takeBack: () => Promise<unknown>): Promise<void> {
    const why = await withinTime(this.#parts.buffers.save(buffer), { what: 'The editor', seconds: SAVE_LIMIT }).then(
      (saved) => (saved ? undefined : 'the editor says why in a message to the person'),
      (error: unknown) => messageOf(error),
    );
    if (why === undefined) return;
    await takeBack();
    throw new ToolError(`${at.path} could not be saved (${why}), so the change was taken back. It may be read-only, or the disk full.`);
  }

  /** What a save left there: its formatters may have changed the text, and the person may be typing again. */
  async #onDisk(at: WorkPath): Promise<{ hash: string | null }> {
    return { hash: (await this.#parts.disk.read(at))?.hash ?? null };
  }

  /** The document that holds a file's unsaved text, by whatever path it was opened, else the one of its own path. */
  async #bufferOf(at: WorkPath): Promise<TextBuffer | undefined> {
    const real = this.folder(at);
    for (const { file, buffer } of this.#parts.buffers.unsaved()) if (buffer && (await realFile(file)) === real) return buffer;
    return this.#parts.buffers.open(this.#file(at));
  }

  async #assertText(at: WorkPath): Promise<void> {
    const real = this.folder(at);
    for (const { file, buffer } of this.#parts.buffers.unsaved()) {
      if (!buffer && (await realFile(file)) === real)
        throw new ToolError(
          `${at.path} has unsaved changes in an editor that holds no text, such as a notebook. Ask the person to save it first.`,
        );
    }
  }

  /** The path by which the editor shows a file: below the folder as it was opened, which may be a link. */
  #file(at: WorkPath): string {
    const root = this.#parts.options.roots.find(({ name }) => name === at.root);
    return root ? path.join(root.folder, ...at.path.split('/')) : this.folder(at);
  }
}

function changedSince(at: WorkPath, current: FileSnapshot | undefined, baseHash: string | null): ToolError {
  if (!current) return new ToolError(`${at.path} is gone. List the folder to see what is there now.`);
  return new ToolError(
    baseHash === null ? `${at.path} exists already. Read it first.` : `${at.path} changed since it was read. Read it again.`,
  );
}

/** The editor would offer to override it, which is not an agent's choice. */
async function assertWritable(file: string, at: WorkPath): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found && (found.mode & 0o222) === 0) throw new ToolError(`${at.path} is marked read-only.`);
}

const unsavedTexts = async (buffers: TextBuffers): ReturnType<UnsavedTexts> => {
  const texts = new Map<string, (() => Promise<Uint8Array>) | undefined>();
  for (const { file, buffer } of buffers.unsaved()) texts.set(await realFile(file), buffer && (() => buffers.encode(buffer)));
  return texts;
};

/** With links resolved as far as the path exists: a file may be deleted while its text is still open. */
async function realFile(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const folder = await realpath(path.dirname(file)).catch(() => path.dirname(file));
    return path.join(folder, path.basename(file));
  }
}
