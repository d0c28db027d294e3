import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { sameJson } from '../base/json.ts';
import { countMasked } from '../base/maskedText.ts';
import type { CheckResult } from '../model/check.ts';
import type { TaskChange, TaskDraft } from '../model/task.ts';
import type { RunOutcome, TaskStore, WriteContext } from '../store/taskStore.ts';
import { filterTexts, type TextFilter } from './textFilter.ts';

/** Fields of a card that are words; the others are names of something, and must stay what they are. */
const worded = ['title', 'description', 'labels', 'project', 'eta', 'payload', 'metadata'] as const;

/**
 * A store that takes no key from an agent, its commands, its model's server or the output of a check: what looks like one is masked before it is
 * written, so that it stands in no card, no copy of the board and no export. What people write themselves stays as it is.
 */
export function keylessStore(store: TaskStore, filter: TextFilter): TaskStore {
  const mask = keysOnly(filter);
  const of = <T>(value: T, { actor }: WriteContext): T => (actor.kind === 'person' ? value : filterTexts(value, mask));
  const card = <T extends TaskDraft | TaskChange>(words: T, context: WriteContext): T => {
    if (context.actor.kind === 'person') return words;
    assertKeyless(words, mask);
    return maskFields(words, worded, mask);
  };
  const writes: Partial<TaskStore> = {
    createTask: (draft, door, context) => store.createTask(card(draft, context), door, context),
    changeTask: (task, change, context, revision) => store.changeTask(task, card(change, context), context, revision),
    moveTask: (task, to, note, context) => store.moveTask(task, to, of(note, context), context),
    addComment: (task, text, context) => store.addComment(task, of(text, context), context),
    addArtifact: (artifact, context) => store.addArtifact({ ...artifact, name: of(artifact.name, context) }, context),
    recordCheck: (by, evidence, context) =>
      store.recordCheck(by, { ...evidence, result: maskFields<CheckResult>(evidence.result, ['summary', 'output'], mask) }, context),
    reportRun: (key, report, context) => store.reportRun(key, maskFields(report, ['waiting'], mask), context),
    endRun: (key, outcome, context) =>
      store.endRun(key, maskFields<RunOutcome>(outcome, ['statusReason', 'result', 'error'], mask), context),
  };
  // All else is looked up in the store itself, which has what changes (whether it can be written) as getters.
  return Object.assign(Object.create(store) as TaskStore, writes);
}

/** Hides keys and nothing else: a text without any stays as it is, whatever the filter would show differently. */
function keysOnly(filter: TextFilter): TextFilter {
  return (text) => {
    const filtered = filter(text);
    return countMasked(filtered) > countMasked(text) ? filtered : text;
  };
}

function maskFields<T extends object>(value: T, keys: readonly (keyof T)[], mask: TextFilter): T {
  const masked = keys.filter((key) => value[key] !== undefined).map((key) => [key, filterTexts(value[key], mask)]);
  return { ...value, ...(Object.fromEntries(masked) as Partial<T>) };
}

/** A command of which a part is masked is another command: nobody could accept it. */
function assertKeyless({ checks = [] }: { readonly checks?: TaskDraft['checks'] }, mask: TextFilter): void {
  for (const spec of checks) {
    if (!sameJson(filterTexts(spec, mask), spec))
      throw new UserError('refused', l10n.t('A check holds something that looks like a key. Take keys from a file or the environment.'));
  }
}
