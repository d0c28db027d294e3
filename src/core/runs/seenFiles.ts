import type { RunFile } from '../model/run.ts';
import { BlobHash } from '../model/scalars.ts';
import type { RunKey, TaskStore } from '../store/taskStore.ts';
import { fileKey } from '../tools/tool.ts';

interface SeenFilesOptions {
  readonly store: Pick<TaskStore, 'recordRunFile'>;
  readonly key: RunKey;
  readonly roots: readonly string[];
  /** What the store knows of the run's files when it is taken up again. */
  readonly earlier: readonly RunFile[];
}

/**
 * Which content of each file the agent has seen, by `fileKey`. The store keeps it too: a run that waited for a person goes on in another
 * process, and what was approved then must not fail because "the file was not read".
 */
export class SeenFiles extends Map<string, string> {
  readonly #options: SeenFilesOptions;
  #saved: Promise<void> = Promise.resolve();

  constructor(options: SeenFilesOptions) {
    super();
    this.#options = options;
    for (const file of options.earlier) if (file.after !== null) super.set(fileKey(file), file.after);
  }

  override set(key: string, hash: string): this {
    if (this.get(key) !== hash) this.#save(key, hash);
    return super.set(key, hash);
  }

  /** Resolves when the store has all of it. */
  saved(): Promise<void> {
    return this.#saved;
  }

  #save(place: string, hash: string): void {
    const { store, key, roots } = this.#options;
    const root = roots.find((each) => place.startsWith(`${each}:`)) ?? '';
    const file: RunFile = {
      run: key.run,
      root,
      path: place.slice(root.length + 1),
      access: 'read',
      before: null,
      after: BlobHash.parse(hash),
    };
    const saving = store.recordRunFile(key, file);
    this.#saved = Promise.all([this.#saved, saving]).then(() => undefined);
    // Whoever waits for it hears of a failure; nobody may be waiting.
    this.#saved.catch(() => undefined);
  }
}
