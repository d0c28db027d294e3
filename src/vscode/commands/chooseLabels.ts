import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Edit } from '../../core/model/edit.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { WindowParts } from '../windowParts.ts';
import { namesOf } from './cardChoices.ts';
import { cardsOf } from './chooseCards.ts';
import { chosenLabels, sharedLabels } from './labelChoice.ts';

/** Lets a person tick labels; one that is typed and not there yet can be ticked too. */
export async function chooseLabels(parts: WindowParts, ids: readonly TaskId[]): Promise<Edit[] | undefined> {
  const cards = cardsOf(parts, ids);
  const shared = sharedLabels(cards);
  const known = [...new Set([...parts.feed.cards.values()].flatMap(({ labels }) => labels))].toSorted((a, b) => a.localeCompare(b));
  const chosen = await tick({ known, ticked: shared, placeholder: l10n.t('Labels of {0}; type a new one', namesOf(cards)) });
  return chosen && cards.map((card) => ({ kind: 'change', task: card.id, change: { labels: chosenLabels(card, shared, chosen) } }));
}

function tick({
  known,
  ticked,
  placeholder,
}: {
  readonly known: readonly string[];
  readonly ticked: readonly string[];
  readonly placeholder: string;
}): Promise<string[] | undefined> {
  const pick = vscode.window.createQuickPick();
  const all = known.map((label): vscode.QuickPickItem => ({ label }));
  const isNew = (text: string): boolean => text !== '' && !all.some(({ label }) => label === text);
  pick.canSelectMany = true;
  pick.placeholder = placeholder;
  pick.items = all;
  pick.selectedItems = all.filter(({ label }) => ticked.includes(label));
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      const text = value.trim();
      const { selectedItems } = pick;
      const kept = [...all, ...selectedItems.filter((item) => !all.includes(item))];
      pick.items = isNew(text) ? [{ label: text, description: l10n.t('new label') }, ...kept] : kept;
      pick.selectedItems = selectedItems;
    });
    pick.onDidAccept(() => {
      const text = pick.value.trim();
      resolve([...new Set([...pick.selectedItems.map(({ label }) => label), ...(isNew(text) ? [text] : [])])]);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
