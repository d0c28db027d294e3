import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { TaskId } from '../model/scalars.ts';
import { Task } from '../model/task.ts';
import { taskOfDraft } from '../rules/taskDrafts.ts';
import { repair } from './repairing.ts';

/** A card with what is wrong with its row, if anything is: then its fields are what could be read, and nothing may be written to it. */
export interface ReadTask {
  readonly task: Task;
  readonly damage: TaskDamage | undefined;
}

export interface TaskDamage {
  /** The key of the row, which may be no id at all. */
  readonly key: string;
  readonly sentence: string;
}

/** An id for a card whose own is damaged. No real one begins so: time ends at 7ZZZ. */
const madeUp = 'Z'.repeat(10);
const beyondCards = 1_000_000_000;

/** What can be shown of a card whose row makes no sense. */
export function damagedTask(fields: { readonly id?: unknown; readonly number?: unknown }, unreadable: boolean): ReadTask {
  const number = typeof fields.number === 'number' ? fields.number : 0;
  const shown = number > 0 ? number : beyondCards - number;
  const id = TaskId.parse(`${madeUp}${String(shown).padStart(16, '0')}`);
  const by = { kind: 'system', name: 'rota' } as const;
  const base = taskOfDraft({ title: l10n.t('Damaged card') }, { id, number: shown, rank: 'a0', door: 'store', by, at: 0 });
  const { record, wrong } = repair<Task>(Task.shape, fields, base);
  const sentence = damageText(unreadable ? [...wrong, 'payload'] : wrong);
  return { task: { ...record, statusReason: sentence }, damage: { key: typeof fields.id === 'string' ? fields.id : id, sentence } };
}

/** The number that an id stands for which was made up for a card. */
export function numberOfMadeUp(id: string): number | undefined {
  return id.startsWith(madeUp) ? Number(id.slice(madeUp.length)) : undefined;
}

export function damageText(fields: readonly string[]): string {
  return l10n.t(
    'damaged in the store ({0}): it can be deleted, or come back whole from a backup of the board; until then it stays as it is',
    fields.join(', '),
  );
}

/** The refusal of a write to a damaged card. */
export function damagedCard({ task: { number }, damage }: ReadTask): UserError {
  return new UserError('damaged', l10n.t('#{0} cannot be changed. It is {1}.', number, damage?.sentence ?? ''));
}
