import type * as vscode from 'vscode';
import type { Keys } from '../node/nodeKeys.ts';

const ORIGINS = 'rota.keyOrigins';

/** API keys by origin in the editor's secret storage; those of the environment and the key file count where it has none. */
export class EditorKeys implements Keys {
  readonly #context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>;
  readonly #others: Keys;
  readonly #own = new Map<string, string>();

  private constructor(context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>, others: Keys) {
    this.#context = context;
    this.#others = others;
  }

  /** Reads what is stored, so that every key is known to the filter before the first text passes it. */
  static async open(context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>, others: Keys): Promise<EditorKeys> {
    const keys = new EditorKeys(context, others);
    for (const origin of keys.origins()) {
      const key = await context.secrets.get(nameOf(origin));
      if (key !== undefined) keys.#own.set(origin, key);
    }
    return keys;
  }

  /** Origins that a key was entered for in this editor. */
  origins(): string[] {
    return this.#context.globalState.get<string[]>(ORIGINS, []);
  }

  async find(origin: string): Promise<string | undefined> {
    return this.#own.get(origin) ?? this.#others.find(origin);
  }

  all(): string[] {
    return [...new Set([...this.#own.values(), ...this.#others.all()])];
  }

  async set(origin: string, key: string): Promise<void> {
    await this.#context.secrets.store(nameOf(origin), key);
    await this.#context.globalState.update(ORIGINS, [...new Set([...this.origins(), origin])]);
    this.#own.set(origin, key);
  }

  async remove(origin: string): Promise<void> {
    await this.#context.secrets.delete(nameOf(origin));
    await this.#context.globalState.update(
      ORIGINS,
      this.origins().filter((each) => each !== origin),
    );
    this.#own.delete(origin);
  }
}

function nameOf(origin: string): string {
  return `key:${origin}`;
}
