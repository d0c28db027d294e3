import * as l10n from '@vscode/l10n';
import type { Board } from '../model/board.ts';
import type { Edit } from '../model/edit.ts';
import type { TaskStatus } from '../model/taskStatus.ts';

/** An edit and the number of its card, for people. */
export interface NamedEdit {
  readonly edit: Edit;
  readonly number: number;
}

/** What a step does, as a menu says it: "Move #12 to Queued". */
export function labelOf(edits: readonly NamedEdit[], board: Board): string {
  const [first, ...others] = edits;
  if (!first) return '';
  if (others.length === 0) return labelOfOne(first, board);
  const alike = others.every(({ edit }) => edit.kind === first.edit.kind && targetOf(edit) === targetOf(first.edit));
  return alike ? labelOfMany(first.edit, edits.length, board) : l10n.t('Change {0} cards', edits.length);
}

function labelOfOne({ edit, number }: NamedEdit, board: Board): string {
  switch (edit.kind) {
    case 'create':
      return l10n.t('Add #{0}', number);
    case 'move':
      return l10n.t('Move #{0} to {1}', number, nameOf(edit.to, board));
    case 'place':
      return l10n.t('Reorder #{0}', number);
    case 'change': {
      const [field, ...more] = Object.keys(edit.change);
      return field !== undefined && more.length === 0 ? l10n.t('Change {0} of #{1}', field, number) : l10n.t('Change #{0}', number);
    }
    case 'delete':
      return l10n.t('Delete #{0}', number);
  }
}

function labelOfMany(edit: Edit, count: number, board: Board): string {
  switch (edit.kind) {
    case 'create':
      return l10n.t('Add {0} cards', count);
    case 'move':
      return l10n.t('Move {0} cards to {1}', count, nameOf(edit.to, board));
    case 'place':
      return l10n.t('Reorder {0} cards', count);
    case 'change':
      return l10n.t('Change {0} cards', count);
    case 'delete':
      return l10n.t('Delete {0} cards', count);
  }
}

function targetOf(edit: Edit): TaskStatus | undefined {
  return edit.kind === 'move' ? edit.to : undefined;
}

/** The column that a drop gives this status; else the status itself. */
function nameOf(status: TaskStatus, board: Board): string {
  return board.columns.find((column) => column.drop === status)?.name ?? status;
}
