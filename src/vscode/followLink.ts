import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ToolError, UserError } from '../core/base/errors.ts';
import { showInvisible } from '../core/base/visibleText.ts';
import type { WorkPath } from '../core/model/effect.ts';
import type { WorkArea } from '../core/tools/workArea.ts';
import type { FilePlace, LinkRequest } from '../protocol/links.ts';
import type { Session } from './session.ts';

/** Follows a link of any page: a file of the workspace is opened, an address of the web only after the person saw where it leads. */
export async function followLink(request: LinkRequest, session: Session): Promise<void> {
  if (request.type === 'link-open') return openAddress(request.url);
  if (request.type === 'help-open') return void (await vscode.commands.executeCommand('rota.viewHelp', request.view));
  const { workArea } = await session.require();
  await openFile(request.place, workArea, request.takeFocus);
}

/** Shows a file that a text names, at its line. Throws `UserError` for what is outside of the workspace or not a file. */
async function openFile(place: FilePlace, workArea: WorkArea, takeFocus: boolean): Promise<void> {
  const uri = await findFile(await resolvePlace(place, workArea), workArea);
  if (!uri) throw new UserError('not-found', l10n.t('There is no file {0} in this workspace.', showInvisible(place.path)));
  const at = new vscode.Position(Math.max(0, (place.line ?? 1) - 1), Math.max(0, (place.column ?? 1) - 1));
  const selection = place.line === null ? {} : { selection: new vscode.Range(at, at) };
  await vscode.commands.executeCommand('vscode.open', uri, { preview: true, preserveFocus: !takeFocus, ...selection });
}

/** A file of the work area as the editor opens it; `undefined` when there is none. */
export async function findFile(at: WorkPath, workArea: WorkArea): Promise<vscode.Uri | undefined> {
  const uri = vscode.Uri.file(workArea.folder(at));
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => undefined,
  );
  return stat && (stat.type & vscode.FileType.File) !== 0 ? uri : undefined;
}

async function resolvePlace(place: FilePlace, workArea: WorkArea): Promise<WorkPath> {
  try {
    return await workArea.resolve(place.path);
  } catch (error) {
    if (error instanceof ToolError)
      throw new UserError('refused', l10n.t('{0} is not a file of this workspace.', showInvisible(place.path)), { cause: error });
    throw error;
  }
}

async function openAddress(written: string): Promise<void> {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new UserError('refused', l10n.t('Rota opens only addresses that begin with http or https.'));
  const open = l10n.t('Open');
  const chosen = await vscode.window.showInformationMessage(
    l10n.t('Open this address in the browser?'),
    { modal: true, detail: url.href },
    open,
  );
  if (chosen === open) await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
}
