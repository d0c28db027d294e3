import * as l10n from '@vscode/l10n';
import { sameJson } from '../../src/core/base/json.ts';
import { TaskChange, type Task } from '../../src/core/model/task.ts';
import type { CardField } from './cardFields.ts';

/** What a person has written into a field and the card does not have yet. */
export interface Draft {
  readonly text: string;
  /** The field's text when they began: whoever changed it since is not to be overwritten unseen. */
  readonly baseText: string;
  /** Being saved under this number. */
  readonly saving?: { readonly write: number; readonly text: string };
  /** Why it is not saved: the text makes no sense, or was refused. */
  readonly problem?: string;
  /** Somebody else changed the field meanwhile; the person chooses. */
  readonly conflict?: true;
}

/** An edit as it is sent. */
export interface Edit {
  readonly write: number;
  readonly revision: number;
  readonly change: TaskChange;
  readonly base: TaskChange;
}

/** The draft after the person typed. */
export function typeInto(draft: Draft | undefined, { field, task, text }: { field: CardField; task: Task; text: string }): Draft {
  const { problem: _problem, ...before } = draft ?? { baseText: field.show(task) };
  return { ...before, text };
}

/**
 * The person is done with the field: what is to be sent, and the draft that stays. No draft: nothing was really changed. Nothing is sent over
 * a change of somebody else; the draft asks then.
 */
export function submit(
  draft: Draft,
  { field, task, write }: { field: CardField; task: Task; write: number },
): { draft: Draft | undefined; edit?: Edit } {
  if (draft.saving) return { draft };
  if (draft.text === field.show(task)) return { draft: undefined };
  const reading = field.read(draft.text, task);
  if ('problem' in reading) return { draft: { ...draft, problem: reading.problem } };
  const fits = TaskChange.safeParse(reading.value);
  if (!fits.success)
    return {
      draft: { ...draft, problem: l10n.t('This cannot be saved: {0}', fits.error.issues.map(({ message }) => message).join('; ')) },
    };
  const { [field.key]: value } = fits.data;
  if (sameJson(value, valueOf(field, task)[field.key])) return { draft: undefined };
  const untouched = field.show(task) === draft.baseText;
  if (!untouched && draft.text === draft.baseText) return { draft: undefined };
  if (!untouched) return { draft: { ...draft, conflict: true } };
  return send(draft, { field, task, write, change: fits.data });
}

/** The person's text goes over what somebody else wrote: they saw it. */
export function keepMine(
  draft: Draft,
  { field, task, write }: { field: CardField; task: Task; write: number },
): { draft: Draft | undefined; edit?: Edit } {
  const { conflict: _conflict, ...rest } = draft;
  return submit({ ...rest, baseText: field.show(task) }, { field, task, write });
}

/** What became of an edit. A conflict in another part of the same value is no conflict for the person: `again` says to submit once more. */
export function settle(
  draft: Draft,
  answer: { outcome: 'saved' | 'conflict' | 'refused'; message: string },
  { field, task }: { field: CardField; task: Task },
): { draft: Draft | undefined; again?: true } {
  const { saving, ...rest } = draft;
  if (!saving) return { draft };
  const typedOn = rest.text !== saving.text;
  switch (answer.outcome) {
    case 'saved':
      return { draft: typedOn ? { ...rest, baseText: field.show(task) } : undefined };
    case 'refused':
      return { draft: { ...rest, problem: answer.message } };
    case 'conflict':
      return field.show(task) === rest.baseText ? { draft: rest, again: true } : { draft: { ...rest, conflict: true } };
  }
}

function send(draft: Draft, sent: { field: CardField; task: Task; write: number; change: TaskChange }): { draft: Draft; edit: Edit } {
  const { field, task, write, change } = sent;
  return {
    draft: { ...draft, saving: { write, text: draft.text } },
    edit: { write, revision: task.revision, change, base: valueOf(field, task) },
  };
}

/** The part of the card that the field writes, as it is now. */
function valueOf({ key }: CardField, task: Task): TaskChange {
  return { [key]: task[key] };
}
