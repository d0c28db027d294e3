import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import { UserError } from '../../core/base/errors.ts';
import type { RunFile } from '../../core/model/run.ts';
import { BlobHash, type RunId } from '../../core/model/scalars.ts';
import { findFile } from '../followLink.ts';
import type { OpenBoard } from '../openBoard.ts';
import type { Session } from '../session.ts';

/** Files as they were before a run first wrote to them. */
const SCHEME = 'rota-before';
const NOTHING = 'none';

/** What a run changed, as diffs in the editor: what was there before it beside what is there now. */
export class RunChanges implements Disposable, vscode.TextDocumentContentProvider {
  readonly #session: Session;
  readonly #scope = new Scope();

  constructor(session: Session) {
    this.#session = session;
    this.#scope.add(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  async show(run: RunId): Promise<void> {
    const board = await this.#session.require();
    const written = (await board.store.listRunFiles(run)).filter(({ access }) => access === 'write');
    const found = await board.store.findRun(run);
    const task = found && (await board.store.findTask(found.task));
    if (written.length === 0 || !found || !task) throw new UserError('not-found', l10n.t('This run changed no file through its tools.'));
    const pairs = await Promise.all(written.map((file) => pairOf(file, board)));
    const [first, second] = pairs;
    if (first && !second) {
      await vscode.commands.executeCommand(
        'vscode.diff',
        first.before,
        first.now,
        l10n.t('#{0} {1} (before the run ↔ now)', task.number, first.name),
      );
    } else {
      const title = l10n.t('#{0} {1} files of attempt {2} (before the run ↔ now)', task.number, pairs.length, found.attempt);
      await vscode.commands.executeCommand(
        'vscode.changes',
        title,
        pairs.map(({ label, before, now }) => [label, before, now]),
      );
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const hash = BlobHash.safeParse(new URLSearchParams(uri.query).get('blob'));
    const { store, filter } = await this.#session.require();
    const bytes = hash.success ? await store.readBlob(hash.data) : undefined;
    return bytes ? filter(new TextDecoder().decode(bytes)) : '';
  }

  dispose(): void {
    this.#scope.dispose();
  }
}

interface Pair {
  readonly name: string;
  readonly label: vscode.Uri;
  readonly before: vscode.Uri;
  readonly now: vscode.Uri;
}

async function pairOf({ root, path, before }: RunFile, { workArea }: OpenBoard): Promise<Pair> {
  const name = workArea.roots.length > 1 ? `${root}/${path}` : path;
  const file = await findFile({ root, path }, workArea);
  const beforeUri = (blob: string): vscode.Uri =>
    vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: new URLSearchParams({ blob }).toString() });
  return { name, label: file ?? beforeUri(NOTHING), before: beforeUri(before ?? NOTHING), now: file ?? beforeUri(NOTHING) };
}
