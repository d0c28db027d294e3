import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { Emitter } from '../base/event.ts';
import type { Board } from '../model/board.ts';
import type { Edit } from '../model/edit.ts';
import type { Task } from '../model/task.ts';
import { BoardEdits, type BoardEditPorts, type DoneEdit, type Editor } from './boardEdits.ts';
import { keepBeforeMany, type KeepCopy } from './clearing.ts';
import { labelOf } from './editLabels.ts';

interface Step {
  readonly label: string;
  readonly done: readonly DoneEdit[];
}

interface EditHistoryPorts extends BoardEditPorts {
  readonly keepCopy: KeepCopy;
}

const mostSteps = 100;

/**
 * What people change on a board, step by step, so that it can be undone and redone. A step may hold many edits; what of it is refused is
 * named in the `UserError` that is thrown once all else of the step is done. An edit whose fields have changed since, by whomever, is
 * never undone over that change. Lives in memory: another window or a restart begins with an empty history.
 */
export class EditHistory {
  readonly #edits: BoardEdits;
  readonly #board: () => Board;
  readonly #keepCopy: KeepCopy;
  readonly #changes = new Emitter<void>();
  readonly #done: Step[] = [];
  readonly #undone: Step[] = [];
  #last: Promise<unknown> = Promise.resolve();

  /** Fires when `canUndo` or `canRedo` may differ. */
  readonly onDidChange = this.#changes.event;

  constructor(ports: EditHistoryPorts) {
    this.#edits = new BoardEdits(ports);
    this.#board = () => ports.board();
    this.#keepCopy = ports.keepCopy;
  }

  /** What `undo` would take back ("Move #12 to Queued"); `undefined` when there is nothing. */
  get canUndo(): string | undefined {
    return this.#done.at(-1)?.label;
  }

  /** What `redo` would do again. */
  get canRedo(): string | undefined {
    return this.#undone.at(-1)?.label;
  }

  /** Makes the edits in order as one step and answers the cards that they left. Forgets what could be redone. */
  apply(edits: readonly Edit[], editor: Editor): Promise<Task[]> {
    return this.#inTurn(async () => {
      await this.#keepBefore('delete', edits);
      const done = await this.#all(
        edits,
        (edit) => this.#edits.make(edit, editor),
        (made) => {
          if (made.length === 0) return;
          this.#undone.length = 0;
          this.#push(this.#done, { label: this.#label(made), done: made });
        },
      );
      return done.map(({ after }) => after);
    });
  }

  /** Takes the last step back, as far as it still fits, and answers the cards it touched. */
  undo(editor: Editor): Promise<Task[]> {
    return this.#inTurn(async () => {
      const step = this.#done.at(-1);
      if (!step) throw new UserError('refused', l10n.t('There is nothing to undo.'));
      await this.#keepBefore('create', editsOf(step));
      this.#done.pop();
      const takeBack = async (done: DoneEdit): Promise<{ done: DoneEdit; task: Task }> => ({
        done,
        task: await this.#edits.takeBack(done, editor),
      });
      const taken = await this.#all(step.done.toReversed(), takeBack, (back) => {
        const done = back.map((each) => each.done).reverse();
        if (done.length > 0) this.#push(this.#undone, { label: this.#label(done), done });
      });
      return taken.map(({ task }) => task);
    });
  }

  /** Does the last undone step again, as far as it still fits, and answers the cards it touched. */
  redo(editor: Editor): Promise<Task[]> {
    return this.#inTurn(async () => {
      const step = this.#undone.at(-1);
      if (!step) throw new UserError('refused', l10n.t('There is nothing to redo.'));
      await this.#keepBefore('delete', editsOf(step));
      this.#undone.pop();
      const done = await this.#all(
        step.done,
        (edit) => this.#edits.makeAgain(edit, editor),
        (made) => {
          if (made.length > 0) this.#push(this.#done, { label: this.#label(made), done: made });
        },
      );
      return done.map(({ after }) => after);
    });
  }

  /** Edits of this kind delete cards: made, or taken back. */
  #keepBefore(kind: 'create' | 'delete', edits: readonly Edit[]): Promise<void> {
    return keepBeforeMany(edits.filter((edit) => edit.kind === kind).length, this.#keepCopy);
  }

  #label(done: readonly DoneEdit[]): string {
    return labelOf(
      done.map(({ edit, after }) => ({ edit, number: after.number })),
      this.#board(),
    );
  }

  #push(steps: Step[], step: Step): void {
    steps.push(step);
    if (steps.length > mostSteps) steps.shift();
  }

  /** Does what is not refused, keeps it, and then says what was refused and why. */
  async #all<T, R>(items: readonly T[], work: (item: T) => Promise<R | undefined>, keep: (results: R[]) => void): Promise<R[]> {
    const results: R[] = [];
    const refusals: UserError[] = [];
    try {
      for (const item of items) {
        try {
          const result = await work(item);
          if (result !== undefined) results.push(result);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          refusals.push(error);
        }
      }
    } finally {
      keep(results);
      this.#changes.fire();
    }
    if (refusals.length > 0) throw refusalOf(refusals, items.length);
    return results;
  }

  /** One step after the other: two that overlap could not be taken back in order. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function editsOf({ done }: Step): Edit[] {
  return done.map(({ edit }) => edit);
}

function refusalOf(refusals: readonly UserError[], count: number): UserError {
  const [first] = refusals;
  if (first && count === 1) return first;
  const reasons = refusals.map(({ message }) => message).join('\n');
  if (refusals.length === count) return new UserError('refused', l10n.t('Nothing was changed:\n{0}', reasons));
  return new UserError('refused', l10n.t('{0} of {1} edits were made. Refused:\n{2}', count - refusals.length, count, reasons));
}
