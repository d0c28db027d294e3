import * as z from 'zod';
import { Actor } from '../../core/model/actor.ts';
import { SignedLines } from '../signedLines.ts';

/** That a person lets commands take programs from a folder, as they saw it; or that they take this back. */
const Entry = z.strictObject({
  store: z.string(),
  /** The root and the folder in it, and where that really was. */
  root: z.string(),
  folder: z.string(),
  real: z.string(),
  /** Fingerprints by name. */
  programs: z.record(z.string(), z.string()),
  use: z.boolean(),
  by: Actor,
  at: z.string(),
});
export type ToolConsent = z.infer<typeof Entry>;

/** The consents of one board to tools of its workspace: signed lines in the user's data folder, of which the last one for a folder counts. */
export class ToolConsents {
  readonly #lines: SignedLines<ToolConsent>;
  readonly #store: string;

  constructor(dataFolder: string, store: string, notify: (message: string) => void) {
    this.#store = store;
    this.#lines = new SignedLines({ dataFolder, name: 'tools.jsonl', entry: Entry, signedParts, notify });
  }

  /** Those that hold for the workspace now open, oldest first. */
  list(roots: readonly string[]): ToolConsent[] {
    const latest = new Map<string, ToolConsent>();
    for (const entry of this.#lines.read()) {
      if (entry.store !== this.#store || !roots.includes(entry.root)) continue;
      const key = `${entry.root}\n${entry.folder}`;
      const known = latest.get(key);
      if (!entry.use) latest.delete(key);
      else if (known) Object.assign(known, entry);
      else latest.set(key, { ...entry });
    }
    return [...latest.values()];
  }

  /** Throws `UserError` when it cannot be kept. */
  add(consent: Omit<ToolConsent, 'store' | 'at'>): void {
    this.#lines.append({ ...consent, store: this.#store, at: new Date().toISOString() });
  }
}

function signedParts({ store, root, folder, real, programs, use, by, at }: ToolConsent): unknown[] {
  return ['tools', store, root, folder, real, Object.entries(programs).sort(), use, by.kind, by.name, at];
}
