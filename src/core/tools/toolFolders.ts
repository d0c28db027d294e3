import type { Actor } from '../model/actor.ts';
import type { ToolFolder } from '../model/toolFolder.ts';

/**
 * The folders of programs in the workspace (`.venv/bin`, `node_modules/.bin`), and which of them a person lets commands and checks take programs
 * from. The consent is kept outside every workspace, for this board, this folder and this machine; nothing in a repository can give it.
 */
export interface ToolFolders {
  /** Those that somebody allowed, in that order, then those that could be. */
  list(): Promise<readonly ToolFolder[]>;
  /** One of them, by name or path. Throws `UserError` for what cannot hold tools. */
  get(folder: string): Promise<ToolFolder>;
  /** Allows it as it was `seen`; throws `conflict` when it is another by now. */
  use(folder: string, seen: string, actor: Actor): Promise<ToolFolder>;
  /** Takes the consent back. */
  forget(folder: string, actor: Actor): Promise<ToolFolder>;
  /** The content of the programs that these commands may take from there, by path: a change shakes the evidence of checks. */
  photograph(commands: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What a person should know of where a command took its programs from, or did not find them; `undefined`: nothing. */
  adviceOn(command: string, exitCode: number | undefined): string | undefined;
}
