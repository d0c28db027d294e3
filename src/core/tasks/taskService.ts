import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import { sameJson } from '../base/json.ts';
import { terminalText } from '../base/terminalText.ts';
import { showInvisible } from '../base/visibleText.ts';
import * as l10n from '@vscode/l10n';
import type { Actor } from '../model/actor.ts';
import type { Board } from '../model/board.ts';
import { checkTitle, type Check } from '../model/check.ts';
import { statusNames } from '../model/statusNames.ts';
import type { Task, TaskChange, TaskDraft, TaskRef } from '../model/task.ts';
import type { TaskStatus } from '../model/taskStatus.ts';
import { enteredStatus } from '../rules/boardRules.ts';
import { checksNotRun } from '../rules/checkEvidence.ts';
import type { TaskStore, WriteContext } from '../store/taskStore.ts';
import type { Consents } from './consents.ts';
import { getTask } from './getTask.ts';

/** Who asks for a change, through which door. */
export interface Author {
  readonly actor: Actor;
  readonly door: string;
  readonly operation?: string;
}

/** How something is accepted. */
export interface Acceptance {
  readonly note?: string | null;
  /** The person knows that checks of the work have not been run. */
  readonly unchecked?: boolean;
  readonly expectedRevision?: number | undefined;
}

interface TaskServicePorts {
  readonly store: TaskStore;
  readonly consents: Consents;
  readonly clock: Clock;
  /** The columns whose rules hold for moves by hand. */
  board(): Board;
}

/** Cards as people and programs change them. Rules are the store's; here it is decided whose word allows a check to run. */
export class TaskService {
  readonly #ports: TaskServicePorts;

  constructor(ports: TaskServicePorts) {
    this.#ports = ports;
  }

  get(ref: TaskRef): Promise<Task> {
    return getTask(this.#ports.store)(ref);
  }

  async create(draft: TaskDraft, author: Author): Promise<Task> {
    const task = await this.#ports.store.createTask(draft, author.door, { ...this.#context(author), board: this.#ports.board() });
    await this.#consentToChecks(task, author.actor);
    return task;
  }

  async change(ref: TaskRef, change: TaskChange, author: Author, expectedRevision?: number): Promise<Task> {
    const before = change.checks && (await this.get(ref)).checks;
    const task = await this.#ports.store.changeTask(ref, change, this.#context(author), expectedRevision);
    // An edit of the list sends all of it: the person's word is for what is new in it, not for what stood there already.
    if (before)
      await this.#consentToChecks(
        { checks: task.checks.filter(({ spec }) => !before.some((each) => sameJson(each.spec, spec))) },
        author.actor,
      );
    return task;
  }

  /** By hand, under the rules of the board. A column's entry action is carried out for people only. */
  async move(ref: TaskRef, to: TaskStatus, note: string | null, author: Author): Promise<Task> {
    const board = this.#ports.board();
    const { status } = await this.get(ref);
    const target = author.actor.kind === 'person' ? enteredStatus(board, status, to) : to;
    return this.#ports.store.moveTask(ref, target, note, { ...this.#context(author), board });
  }

  /**
   * Accepts what is proposed: work in review becomes done; else the card, its approval and its proposed checks. Only people can.
   * Work whose checks have not been run is accepted only when the person says so (`unchecked`). With a revision: only what the person saw,
   * refused if it changed since.
   */
  async accept(ref: TaskRef, author: Author, { note = null, unchecked = false, expectedRevision }: Acceptance = {}): Promise<Task> {
    if (author.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person can accept a task.'));
    const task = await this.get(ref);
    if (expectedRevision !== undefined && task.revision !== expectedRevision)
      throw new UserError('conflict', l10n.t('Task #{0} was changed meanwhile. Look again before you accept it.', task.number));
    if (task.status === 'review') {
      if (!unchecked) await this.#assertChecked(task);
      return this.move(task.id, 'done', note, author);
    }
    const proposed = task.checks.filter((check) => check.state === 'proposed').map((check) => check.id);
    const unmeasured = task.checks.some((check) => check.state === 'accepted' && check.spec.kind === 'command');
    const pending = task.approval.required && task.approval.state !== 'approved';
    if (task.accepted && !pending && proposed.length === 0 && !unmeasured) {
      throw new UserError(
        'refused',
        l10n.t('Nothing of task #{0} waits for acceptance: its status is "{1}".', task.number, statusNames()[task.status]),
      );
    }
    const what = { card: true, approval: true, checks: proposed, ...(note === null ? {} : { note }) };
    assertReadable(task, task.checks);
    const accepted = await this.#ports.store.acceptTask(task.id, what, this.#context(author));
    await this.#consentToChecks(accepted, author.actor);
    return accepted;
  }

  /**
   * Accepts proposed checks, each with the text that the person saw. Only that text may run from then on: one that was exchanged meanwhile is
   * refused, and would have no consent even if it slipped through.
   */
  async acceptChecks(ref: TaskRef, seen: readonly Pick<Check, 'id' | 'spec'>[], author: Author): Promise<Task> {
    if (author.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person can accept a check.'));
    const task = await this.get(ref);
    const isSeen = ({ id, spec }: Pick<Check, 'id' | 'spec'>): boolean => seen.some((each) => each.id === id && sameJson(each.spec, spec));
    const known = task.checks.filter(isSeen);
    if (known.length < seen.length)
      throw new UserError('conflict', l10n.t('A check of task #{0} was changed meanwhile. Look again before you accept it.', task.number));
    assertReadable(task, known);
    const accepted = await this.#ports.store.acceptTask(task.id, { checks: known.map(({ id }) => id) }, this.#context(author));
    await this.#consentToChecks({ checks: accepted.checks.filter(isSeen) }, author.actor);
    return accepted;
  }

  /** Sends work in review back with a note that opens the next prompt. */
  async requestChanges(ref: TaskRef, note: string, author: Author): Promise<Task> {
    const task = await this.get(ref);
    if (task.status !== 'review')
      throw new UserError(
        'refused',
        l10n.t(
          'The status of task #{0} is "{1}", not "{2}": changes can be requested only there.',
          task.number,
          statusNames()[task.status],
          statusNames().review,
        ),
      );
    return this.move(task.id, 'queued', note, author);
  }

  async #assertChecked({ id, number, checks }: Task): Promise<void> {
    const [lastRun] = (await this.#ports.store.listRuns({ task: id, limit: 1 })).items;
    const [first] = checksNotRun(checks, lastRun);
    if (first)
      throw new UserError(
        'refused',
        l10n.t(
          'The check "{0}" of task #{1} has not been run. Run it first (`rota task check {1}`), or accept the work anyway (`rota task accept {1} --unchecked`).',
          checkTitle(first.spec),
          number,
        ),
      );
  }

  /** The exact text that a person wrote or accepted may run by itself from now on, on this machine. */
  async #consentToChecks({ checks }: Pick<Task, 'checks'>, actor: Actor): Promise<void> {
    if (actor.kind !== 'person') return;
    const { store, consents } = this.#ports;
    for (const { spec, state } of checks) {
      if (spec.kind === 'command' && state === 'accepted') await consents.grant('check-command', store.storeId, spec.command, actor);
    }
  }

  #context({ actor, operation }: Author): WriteContext {
    return { actor, at: this.#ports.clock.now(), ...(operation === undefined ? {} : { operation }) };
  }
}

/** What no door can show as it is, nobody has read: a shell runs also what a terminal or a dialog leaves out. */
function assertReadable({ number }: Task, checks: readonly Check[]): void {
  const hidden = checks.some(({ spec }) => spec.kind === 'command' && showInvisible(terminalText(spec.command)) !== spec.command);
  if (hidden)
    throw new UserError(
      'refused',
      l10n.t(
        'A check of task #{0} holds characters that cannot be shown as they are, so it is not accepted. Write the check anew.',
        number,
      ),
    );
}
