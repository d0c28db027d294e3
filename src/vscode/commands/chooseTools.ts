import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { ToolFolderList } from '../../core/actions/toolActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { someNames, whatChanges } from '../../core/health/toolFolderText.ts';
import { filterTexts } from '../../core/runs/textFilter.ts';
import { ToolFolder } from '../../core/model/toolFolder.ts';
import { showInformation } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';

interface Row extends vscode.QuickPickItem {
  /** Absent: the person names another. */
  readonly folder?: ToolFolder;
}

/** Lets the person say which programs of the workspace commands and checks may take; with a folder at once about that one. */
export async function chooseTools(parts: WindowParts, args: readonly unknown[]): Promise<void> {
  if (!vscode.workspace.isTrusted)
    throw new UserError('refused', l10n.t('This workspace is in Restricted Mode. Trust it first, then choose its tools.'));
  const named = z.string().min(1).safeParse(args[0]).data ?? (await pickFolder(parts));
  if (named !== undefined) await decide(parts, named);
}

async function pickFolder({ session }: WindowParts): Promise<string | undefined> {
  const { items } = await session.call('tools.list', ToolFolderList, {});
  const rows: Row[] = [
    ...items.map((folder): Row => ({ folder, label: folder.folder, description: stateName(folder.state), detail: namesOf(folder) })),
    { label: l10n.t('Another Folder…'), alwaysShow: true },
  ];
  const title = l10n.t('Programs of the workspace for commands and checks');
  const row = await vscode.window.showQuickPick(rows, { title, matchOnDescription: true, matchOnDetail: true });
  if (!row || row.folder) return row?.folder?.folder;
  return vscode.window.showInputBox({ title, prompt: l10n.t('A folder of programs in the workspace, such as .venv/bin') });
}

/** Shows what would change, and asks. Nothing else gives the consent. */
async function decide({ session }: WindowParts, named: string): Promise<void> {
  const folder = await session.call('tools.get', ToolFolder, { folder: named });
  const shown = filterTexts(folder, (await session.require()).filter);
  const [use, forget] = [l10n.t('Use These Programs'), l10n.t('Stop Using Them')];
  const buttons = folder.state === 'used' ? [forget] : folder.state === 'withheld' ? [use, forget] : [use];
  const message =
    folder.state === 'used'
      ? l10n.t('Commands and checks take programs from {0}.', shown.folder)
      : l10n.t('Let commands and checks take programs from {0}?', shown.folder);
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail: whatChanges(shown) }, ...buttons);
  if (answer === use) {
    await session.call('tools.use', ToolFolder, { folder: named, seen: folder.seen });
    void showInformation(l10n.t('Commands and checks of this board take programs from {0}.', shown.folder));
  }
  if (answer === forget) {
    await session.call('tools.forget', ToolFolder, { folder: named });
    void showInformation(l10n.t('Commands and checks do not look into {0} any more.', shown.folder));
  }
}

function stateName(state: ToolFolder['state']): string {
  return { offered: l10n.t('not used'), used: l10n.t('used'), withheld: l10n.t('set aside') }[state];
}

function namesOf({ programs, reason }: ToolFolder): string {
  return reason ?? someNames(programs.filter(({ change }) => change !== 'gone').map(({ name }) => name));
}
