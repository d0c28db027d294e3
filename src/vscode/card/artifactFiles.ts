import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { UserError } from '../../core/base/errors.ts';
import type { Artifact } from '../../core/model/artifact.ts';
import { TaskId } from '../../core/model/scalars.ts';
import type { Session } from '../session.ts';
import { artifactFileName } from './artifactName.ts';

const SCHEME = 'rota-artifact';
/** A file larger than this is saved, not shown. */
const LARGEST = 5_000_000;

/** Files that hang off cards: shown as read-only documents, or saved where the person says. */
export class ArtifactFiles implements Disposable {
  readonly #session: Session;
  readonly #provider: Disposable;

  constructor(session: Session) {
    this.#session = session;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: (uri) => this.#text(uri) });
  }

  dispose(): void {
    this.#provider.dispose();
  }

  async open(task: TaskId, id: string): Promise<void> {
    const artifact = await this.#find(task, id);
    await vscode.commands.executeCommand(
      'vscode.open',
      vscode.Uri.from({
        scheme: SCHEME,
        path: `/${artifactFileName(artifact.name)}`,
        query: new URLSearchParams({ task, artifact: id }).toString(),
      }),
      { preview: true },
    );
  }

  async save(task: TaskId, id: string): Promise<void> {
    const artifact = await this.#find(task, id);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog(
      folder ? { defaultUri: vscode.Uri.joinPath(folder, artifactFileName(artifact.name)) } : {},
    );
    if (target) await vscode.workspace.fs.writeFile(target, await this.#bytes(artifact));
  }

  async #find(task: TaskId, id: string): Promise<Artifact> {
    const { store } = await this.#session.require();
    const found = (await store.listArtifacts(task)).find((artifact) => artifact.id === id);
    if (!found) throw new UserError('not-found', l10n.t('This file is not with the card any more.'));
    return found;
  }

  async #bytes(artifact: Artifact): Promise<Uint8Array> {
    const { store } = await this.#session.require();
    const bytes = await store.readBlob(artifact.hash);
    if (!bytes) throw new UserError('damaged', l10n.t('The content of {0} is missing from the board’s folder.', artifact.name));
    return bytes;
  }

  async #text(uri: vscode.Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const artifact = await this.#find(TaskId.parse(query.get('task')), query.get('artifact') ?? '');
    if (artifact.size > LARGEST) throw new UserError('refused', l10n.t('{0} is too large to be shown. Save it instead.', artifact.name));
    const bytes = await this.#bytes(artifact);
    if (bytes.includes(0)) throw new UserError('refused', l10n.t('{0} is not text. Save it instead.', artifact.name));
    const { filter } = await this.#session.require();
    return filter(new TextDecoder().decode(bytes));
  }
}
