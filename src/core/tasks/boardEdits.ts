import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import type { Board } from '../model/board.ts';
import type { Edit } from '../model/edit.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import { assertUnchanged, editedKeys, type EditedTask } from '../rules/taskReverts.ts';
import type { MoveContext, TaskStore, WriteContext } from '../store/taskStore.ts';
import type { Author, TaskService } from './taskService.ts';

/** Who edits. */
export type Editor = Pick<Author, 'actor' | 'door'>;

/** An edit that was made, with what taking it back needs. */
export interface DoneEdit extends EditedTask {
  readonly edit: Edit;
}

export interface BoardEditPorts {
  readonly tasks: TaskService;
  readonly store: TaskStore;
  readonly clock: Clock;
  /** The columns whose rules hold. */
  board(): Board;
}

/** Single edits of a board: made, taken back and made again, each only if nothing it is about has changed in between. */
export class BoardEdits {
  readonly #ports: BoardEditPorts;

  constructor(ports: BoardEditPorts) {
    this.#ports = ports;
  }

  /** `undefined`: there was nothing to do. */
  async make(edit: Edit, editor: Editor): Promise<DoneEdit | undefined> {
    const { tasks, store } = this.#ports;
    if (edit.kind === 'create') {
      const made = await tasks.create(edit.draft, editor);
      return { edit, before: made, after: made };
    }
    const before = await tasks.get(edit.task);
    const after = await this.#change(edit, before, editor);
    if (edit.kind === 'delete') await store.deleteTask(edit.task, this.#context(editor));
    return edit.kind !== 'delete' && editedKeys({ before, after }).length === 0 ? undefined : { edit, before, after };
  }

  async takeBack({ edit, before, after }: DoneEdit, editor: Editor): Promise<Task> {
    const { store } = this.#ports;
    if (edit.kind === 'delete') return store.restoreTask(before.id, this.#onBoard(editor));
    if (edit.kind !== 'create') return store.revertTask(before, after, this.#onBoard(editor));
    await this.#assertAsLeft(after);
    await store.deleteTask(after.id, this.#context(editor));
    return after;
  }

  async makeAgain(done: DoneEdit, editor: Editor): Promise<DoneEdit | undefined> {
    const { edit, before, after } = done;
    if (edit.kind === 'create') {
      const restored = await this.#ports.store.restoreTask(after.id, this.#onBoard(editor));
      return { edit, before: restored, after: restored };
    }
    if (edit.kind === 'delete') await this.#assertAsLeft(before);
    else assertUnchanged(await this.#ports.tasks.get(edit.task), before, editedKeys(done));
    return this.make(edit.kind === 'change' ? { kind: 'change', task: edit.task, change: edit.change } : edit, editor);
  }

  async #change(edit: Exclude<Edit, { kind: 'create' }>, before: Task, editor: Editor): Promise<Task> {
    const { tasks, store } = this.#ports;
    switch (edit.kind) {
      case 'move': {
        const moved = edit.to === before.status ? before : await tasks.move(edit.task, edit.to, edit.note ?? null, editor);
        return edit.place ? this.#place(moved, edit.place, editor) : moved;
      }
      case 'place':
        return store.rankTask(edit.task, edit.place.after, edit.place.before, this.#context(editor));
      case 'change':
        return tasks.change(edit.task, edit.change, editor, edit.expectedRevision);
      case 'delete':
        return before;
    }
  }

  /** Beside the wanted neighbours; when they have gone meanwhile the card stands where its rank puts it: the move is what was asked for. */
  async #place(moved: Task, { after, before }: { after: TaskId | null; before: TaskId | null }, editor: Editor): Promise<Task> {
    try {
      return await this.#ports.store.rankTask(moved.id, after, before, this.#context(editor));
    } catch (error) {
      if (error instanceof UserError && (error.code === 'conflict' || error.code === 'not-found')) return moved;
      throw error;
    }
  }

  /** Nobody has changed a field of the card. */
  async #assertAsLeft(left: Task): Promise<void> {
    const task = await this.#ports.tasks.get(left.id);
    const keys = editedKeys({ before: left, after: task }).filter((key) => key !== 'rank');
    assertUnchanged(task, left, keys);
  }

  #onBoard(editor: Editor): MoveContext {
    return { ...this.#context(editor), board: this.#ports.board() };
  }

  #context(editor: Editor): WriteContext {
    return { actor: editor.actor, at: this.#ports.clock.now() };
  }
}
