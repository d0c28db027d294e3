import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageOf } from '../../core/base/errors.ts';
import { Agent } from '../../core/model/agent.ts';
import type { Session } from '../session.ts';

const SCHEME = 'rota-prompt';

/** The text file that shows an agent's prompt; saving it changes the agent. */
export function promptUri(agent: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${agent}.md` });
}

/** Prompts of agents as files of the editor. */
export class PromptFiles implements vscode.FileSystemProvider {
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  private constructor(session: Session) {
    this.#session = session;
  }

  static register(session: Session): vscode.Disposable {
    return vscode.workspace.registerFileSystemProvider(SCHEME, new PromptFiles(session), { isCaseSensitive: true });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const agent = await this.#find(uri);
    return { type: vscode.FileType.File, ctime: agent.createdAt, mtime: agent.updatedAt, size: Buffer.byteLength(agent.prompt) };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return new TextEncoder().encode((await this.#find(uri)).prompt);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { name } = await this.#find(uri);
    try {
      await this.#session.call('agent.change', Agent, { agent: name, change: { prompt: new TextDecoder().decode(content) } });
    } catch (error) {
      throw vscode.FileSystemError.NoPermissions(messageOf(error));
    }
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): never {
    throw onlyPrompts();
  }

  createDirectory(): never {
    throw onlyPrompts();
  }

  delete(): never {
    throw onlyPrompts();
  }

  rename(): never {
    throw onlyPrompts();
  }

  async #find(uri: vscode.Uri): Promise<Agent> {
    const name = /^\/(.+)\.md$/.exec(uri.path)?.[1];
    const agent = name === undefined ? undefined : await this.#session.board?.store.findAgent(name);
    if (!agent) throw vscode.FileSystemError.FileNotFound(uri);
    return agent;
  }
}

const onlyPrompts = (): vscode.FileSystemError =>
  vscode.FileSystemError.NoPermissions(l10n.t('Agents are added and removed in the view Agents.'));
