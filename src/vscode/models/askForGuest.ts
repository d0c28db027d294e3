import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { plainMessage } from '../plainText.ts';

const Manifest = z.object({ displayName: z.string().min(1).max(100) });

/** Shows who wants to ask which model, and who pays for it. */
export async function askForGuest(extension: string | null, model: string): Promise<boolean> {
  const id = extension ?? l10n.t('an extension that VS Code does not name');
  const name =
    extension === null ? undefined : Manifest.safeParse(vscode.extensions.getExtension(extension)?.packageJSON).data?.displayName;
  const allow = l10n.t('Allow');
  const message = l10n.t('Let {0} ask the models of your agents?', name === undefined ? id : `${name} (${id})`);
  const detail = l10n.t(
    'It wants to ask {0}. What it sends goes there with the key that you gave Rota, and you pay for the answers. This holds for all models of Rota, until the window closes.',
    model,
  );
  return (await vscode.window.showWarningMessage(plainMessage(message), { modal: true, detail: plainMessage(detail) }, allow)) === allow;
}
