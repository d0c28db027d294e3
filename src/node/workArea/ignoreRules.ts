import ignore, { type Ignore } from 'ignore';
import { ToolError } from '../../core/base/errors.ts';
import type { HeldFolder } from './heldFolder.ts';
import { readRegular } from './readRegular.ts';

const MAX_SIZE = 256 * 1024;
const MAX_RULES = 5_000;
const options = { ignorecase: process.platform === 'win32' || process.platform === 'darwin' };

/** What the `.gitignore` files from the root down to a folder hide. */
export class IgnoreRules {
  readonly #levels: readonly { readonly base: string; readonly rules: Ignore }[];

  constructor(levels: readonly { readonly base: string; readonly rules: Ignore }[] = []) {
    this.#levels = levels;
  }

  /** These rules and those of the folder itself. `base` is its path with a final `/`, or empty. */
  async within(folder: HeldFolder, base: string): Promise<IgnoreRules> {
    const text = await readRules(folder);
    if (text === undefined) return this;
    return new IgnoreRules([{ base, rules: ignore(options).add(usableRules(text)) }, ...this.#levels]);
  }

  /** The deepest file that has an opinion decides. The folders above must have been asked before. */
  hides(path: string, isFolder: boolean): boolean {
    for (const { base, rules } of this.#levels) {
      const verdict = rules.test(path.slice(base.length) + (isFolder ? '/' : ''));
      if (verdict.ignored) return true;
      if (verdict.unignored) return false;
    }
    return false;
  }
}

async function readRules(folder: HeldFolder): Promise<string | undefined> {
  try {
    const file = await readRegular(folder, '.gitignore', '.gitignore', MAX_SIZE);
    return file && new TextDecoder().decode(file.bytes);
  } catch (error) {
    // A pipe, a link or a giant under this name is no list of rules.
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

/** Rules become regular expressions: one with many stars in a name could take for ever. A file that comes with a repository may be hostile. */
function usableRules(text: string): string[] {
  return text
    .split(/\r?\n/)
    .slice(0, MAX_RULES)
    .filter((line) => line.length <= 1000 && line.split('/').every((name) => name.replace(/\*+/g, '*').split('*').length <= 4));
}
