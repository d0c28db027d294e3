import * as l10n from '@vscode/l10n';
import type { CardCommand } from '../../src/protocol/boardPage.ts';
import { IconButton } from '../shared/Icon.tsx';
import { usePage } from './page.ts';

/** What can be done with several selected cards at once. */
export function BulkBar() {
  const { view, acts } = usePage();
  const { size } = view.selection.value;
  if (size < 2) return null;
  const still = view.facts.value.readOnly !== null;
  const tasks = view.lists.value.flatMap((list) => list.filter(({ id }) => view.selection.value.has(id)).map(({ id }) => id));
  const choices: readonly (readonly [CardCommand, string])[] = [
    ['rota.runCard', l10n.t('Run')],
    ['rota.moveCard', l10n.t('Move')],
    ['rota.setPriority', l10n.t('Priority')],
    ['rota.assignAgent', l10n.t('Agent')],
    ['rota.setLabels', l10n.t('Labels')],
    ['rota.deleteCard', l10n.t('Delete')],
  ];
  return (
    <div class="bulk-bar" role="toolbar" aria-label={l10n.t('Selected cards')}>
      <span class="selected-count">{l10n.t('{0} selected', size)}</span>
      {choices.map(([command, text]) => (
        <button key={command} type="button" class="button secondary" disabled={still} onClick={() => acts.command(command, tasks)}>
          {text}
        </button>
      ))}
      <span class="space" />
      <IconButton
        icon="close"
        label={l10n.t('Clear the selection')}
        onClick={() => {
          acts.clearSelection();
          acts.refocus();
        }}
      />
    </div>
  );
}
