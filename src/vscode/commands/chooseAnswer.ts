import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RequestAnswer } from '../../core/model/request.ts';
import { plainMessage } from '../plainText.ts';
import type { RequestRow } from '../trees/inboxRows.ts';

/** Asks the person for the answer to a question or a limit; `undefined` when there is none now. */
export async function chooseAnswer(row: RequestRow): Promise<RequestAnswer | undefined> {
  const { detail, choices } = row.text;
  const title = row.card ? `#${row.card.number} ${row.card.title}` : l10n.t('A deleted card');
  switch (row.kind) {
    case 'question': {
      const text =
        choices.length === 0
          ? await vscode.window.showInputBox({ title, prompt: plainMessage(detail), ignoreFocusOut: true })
          : await chooseText({ title, question: detail, choices });
      return text?.trim() ? { kind: 'text', text } : undefined;
    }
    case 'limit':
      return decide({ title, question: detail }, [
        { label: l10n.t('Continue'), description: l10n.t('as far as the limit again'), answer: { kind: 'continue' } },
        { label: l10n.t('Stop'), description: l10n.t('end the run here'), answer: { kind: 'stop' } },
      ]);
    default:
      return undefined;
  }
}

interface Asked {
  readonly title: string;
  readonly question: string;
}

async function decide(
  { title, question }: Asked,
  items: readonly (vscode.QuickPickItem & { readonly answer: RequestAnswer })[],
): Promise<RequestAnswer | undefined> {
  return (await vscode.window.showQuickPick(items, { title, placeHolder: question, ignoreFocusOut: true }))?.answer;
}

/** One of the choices, or whatever is typed. */
function chooseText({ title, question, choices }: Asked & { readonly choices: readonly string[] }): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  const offered = choices.map((label): vscode.QuickPickItem => ({ label }));
  pick.title = title;
  pick.placeholder = question;
  pick.ignoreFocusOut = true;
  pick.items = offered;
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      const text = value.trim();
      pick.items =
        text === '' || choices.includes(text)
          ? offered
          : [{ label: text, description: l10n.t('your own answer'), alwaysShow: true }, ...offered];
    });
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.label ?? pick.value.trim());
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
