import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import { UserError } from '../../core/base/errors.ts';
import type { PersonRequest } from '../../core/model/request.ts';
import type { OpenBoard } from '../openBoard.ts';
import type { WindowParts } from '../windowParts.ts';
import { filesOf, proposedText, shownText, type ProposedFile } from './proposalText.ts';

/** The title bar of such a document offers to approve and reject; commands find the request in its query. */
const SCHEME = 'rota-proposal';

type Side = 'before' | 'after' | 'diff';

/** Edits that wait for a person, as diffs in the editor. Both sides are made up when they are shown: nothing is written before it is approved. */
export class Proposals implements Disposable, vscode.TextDocumentContentProvider {
  readonly #parts: Pick<WindowParts, 'session' | 'feed'>;
  readonly #scope = new Scope();
  /** Requests whose several files are shown in one tab, by its title: the editor tells no more of such a tab. */
  readonly #manyFiles = new Map<string, string>();

  constructor(parts: Pick<WindowParts, 'session' | 'feed'>) {
    this.#parts = parts;
    this.#scope.add(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
    this.#scope.add(parts.feed.onDidChange(({ requests }) => requests && void this.#closeAnswered()));
    this.#scope.add(vscode.window.tabGroups.onDidChangeTabs(() => this.#tellInFront()));
    this.#scope.add(vscode.window.tabGroups.onDidChangeTabGroups(() => this.#tellInFront()));
  }

  /** The request whose whole change is the active editor. */
  get inFront(): string | undefined {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return tab && this.#requestOf(tab);
  }

  /** Shows an edit that waits; answers false when the request is not an edit. */
  async open(id: string, takeFocus: boolean): Promise<boolean> {
    const board = await this.#parts.session.require();
    const found = await findProposal(id, board);
    if (!found) return false;
    const { files, number } = found;
    const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: !takeFocus };
    const fits = await Promise.all(files.map(async (file) => (await this.#text(found, file, 'after', board)) !== undefined));
    if (fits.includes(false)) {
      // Said where it is read: the title of what is opened instead.
      const uri = proposalUri(id, `#${number} ${l10n.t('changes that no longer fit the files')}.diff`, 'diff');
      await vscode.window.showTextDocument(uri, options);
    } else if (files.length === 1 && files[0]) {
      const [{ name }] = files;
      await vscode.commands.executeCommand(
        'vscode.diff',
        proposalUri(id, name, 'before'),
        proposalUri(id, name, 'after'),
        titleOf(number, name),
        options,
      );
    } else {
      const resources = files.map(({ name }) => [
        proposalUri(id, name, 'after'),
        proposalUri(id, name, 'before'),
        proposalUri(id, name, 'after'),
      ]);
      const title = this.#freeTitle(titleOf(number, l10n.t('changes')), id);
      this.#manyFiles.set(title, id);
      await vscode.commands.executeCommand('vscode.changes', title, resources);
    }
    return true;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const board = await this.#parts.session.require();
    const found = await findProposal(query.get('request') ?? '', board);
    if (!found) return '';
    const side = query.get('side');
    if (side === 'diff') return found.diff;
    const file = found.files.find(({ name }) => `/${name}` === uri.path);
    return (file && (await this.#text(found, file, side === 'before' ? 'before' : 'after', board))) ?? '';
  }

  dispose(): void {
    this.#scope.dispose();
  }

  async #text(
    proposal: Proposal,
    file: ProposedFile,
    side: 'before' | 'after',
    { workArea, filter }: OpenBoard,
  ): Promise<string | undefined> {
    if (file.isNew && side === 'before') return '';
    if (file.isDeleted && side === 'after') return '';
    const snapshot = file.isNew ? undefined : await workArea.read(await placeOf(proposal, file, workArea));
    const current = shownText(snapshot?.bytes);
    const text = side === 'before' ? current : proposedText(current, file);
    return text === undefined ? undefined : filter(text);
  }

  /** The title bar of a tab with several files is told apart by this alone. */
  #tellInFront(): void {
    void vscode.commands.executeCommand('setContext', 'rota.proposalInFront', this.inFront !== undefined);
  }

  /** A diff whose question is answered would offer what no longer counts. */
  async #closeAnswered(): Promise<void> {
    const open = new Set(this.#parts.feed.requests.map(({ id }) => id));
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter((tab) => {
        const request = this.#requestOf(tab);
        return request !== undefined && !open.has(request);
      });
    for (const [title, request] of this.#manyFiles) if (!open.has(request)) this.#manyFiles.delete(title);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
  }

  #requestOf(tab: vscode.Tab): string | undefined {
    const uri = uriOf(tab);
    if (uri) return uri.scheme === SCHEME ? (new URLSearchParams(uri.query).get('request') ?? undefined) : undefined;
    // The editor adds the number of files to the title.
    return [...this.#manyFiles].find(([title]) => tab.label === title || tab.label.startsWith(`${title} (`))?.[1];
  }

  /** A title that no tab of another request has. */
  #freeTitle(title: string, request: string): string {
    for (let count = 1; ; count += 1) {
      const free = count === 1 ? title : `${title} ${count}`;
      if ((this.#manyFiles.get(free) ?? request) === request) return free;
    }
  }
}

interface Proposal {
  readonly request: PersonRequest;
  readonly number: number;
  readonly diff: string;
  readonly files: readonly ProposedFile[];
}

async function findProposal(id: string, { store, filter }: OpenBoard): Promise<Proposal | undefined> {
  const request = (await store.listRequests({ open: true })).find((each) => each.id === id);
  if (!request || request.body.kind !== 'approval' || request.body.diff === null) return undefined;
  const task = await store.findTask(request.task);
  const { diff } = request.body;
  return { request, number: task?.number ?? 0, diff: filter(diff), files: filesOf(diff) };
}

/** Where a file of a diff is: what the effect of the call names, never what the text of the diff leads to. */
async function placeOf(
  { request }: Proposal,
  { name }: ProposedFile,
  workArea: OpenBoard['workArea'],
): Promise<Parameters<OpenBoard['workArea']['read']>[0]> {
  const writes =
    request.body.kind === 'approval' ? request.body.effects.flatMap((effect) => (effect.kind === 'write' ? [effect.at] : [])) : [];
  const [only, another] = writes;
  const at = only && !another ? only : writes.find(({ root, path }) => path === name || `${root}/${path}` === name);
  if (!at) throw new UserError('invalid', l10n.t('The request does not say that it changes {0}.', name));
  return workArea.resolve(`${workArea.roots.length > 1 ? `${at.root}/` : ''}${at.path}`);
}

function proposalUri(request: string, name: string, side: Side): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: new URLSearchParams({ request, side }).toString() });
}

function titleOf(number: number, what: string): string {
  return l10n.t('#{0} {1} (proposed)', number, what);
}

function uriOf({ input }: vscode.Tab): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}
