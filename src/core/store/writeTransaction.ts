import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { AuditRecord } from '../model/audit.ts';
import type { Run } from '../model/run.ts';
import type { RunId, TaskId } from '../model/scalars.ts';
import type { Task, TaskRef } from '../model/task.ts';
import { isLost, openDependencies, type DependencyNode } from '../rules/dependencies.ts';
import { damagedCard, type ReadTask } from './damagedTasks.ts';
import type { RowReader } from './rows.ts';
import { keepDamagedTask, keepTask, type CutLink } from './keptTasks.ts';
import { saveRun } from './runs.ts';
import { daysInUse } from './storeDays.ts';
import type { SqlValue, Statement } from './sqlDriver.ts';
import { findNode, findTask, listDependents, readTask } from './taskReads.ts';
import type { StoreChange } from './taskStore.ts';
import { countDependents, saveTask, sumRuns } from './tasks.ts';

interface Held {
  readonly before: Task | undefined;
  /** What is wrong with its row: it can be deleted, and nothing else be done to it. */
  readonly damage: ReadTask['damage'];
  /** `undefined`: deleted. */
  after: Task | undefined;
  /** Of a deleted task: what was taken from others. */
  cut?: readonly CutLink[];
}

/**
 * What one domain step writes, gathered while its rules run and committed as a whole. Reads through it see its own writes.
 * It keeps the dependency counters and the sums over runs true by itself: whoever moves a task need not think of the tasks that wait
 * for it, whoever saves a run not of its card on the board.
 */
export class WriteTransaction {
  readonly reader: RowReader;
  readonly revision: number;
  readonly actor: Actor;
  readonly at: number;
  readonly #tasks = new Map<TaskId, Held>();
  readonly #runs = new Set<RunId>();
  readonly #summed = new Set<TaskId>();
  readonly #statements: Statement[] = [];
  #others = false;

  constructor(reader: RowReader, revision: number, context: { actor: Actor; at: number }) {
    this.reader = reader;
    this.revision = revision;
    this.actor = context.actor;
    this.at = context.at;
  }

  findTask(ref: TaskRef): Task | undefined {
    const held = typeof ref === 'string' ? this.#tasks.get(ref) : undefined;
    if (held) return held.after;
    const task = findTask(this.reader, ref);
    return task && this.#tasks.has(task.id) ? this.#tasks.get(task.id)?.after : task;
  }

  /** Of a task what dependencies need, which is quicker to read than all of it. */
  findNode(id: TaskId): DependencyNode | undefined {
    const held = this.#tasks.get(id);
    return held ? held.after : findNode(this.reader, id);
  }

  /** The task, or a refusal that names it. */
  getTask(ref: TaskRef): Task {
    const task = this.findTask(ref);
    if (!task) throw noSuchTask(ref);
    return task;
  }

  putTask(task: Task): void {
    const held = this.#hold(task.id);
    if (held.damage) throw damagedCard({ task, damage: held.damage });
    held.after = task;
  }

  /** Whether the row of the task makes no sense, so that nothing may be written to it. */
  isDamaged(id: TaskId): boolean {
    return (this.#tasks.get(id) ?? readTask(this.reader, id))?.damage !== undefined;
  }

  /** Takes the task off the board and keeps it, with what it meant to others. */
  removeTask(task: Task, cut: readonly CutLink[]): void {
    const held = this.#hold(task.id);
    held.after = undefined;
    held.cut = cut;
  }

  putRun(before: Run | undefined, after: Run): void {
    this.#statements.push(...saveRun(before, after));
    this.#runs.add(after.id);
    if (before?.cost !== after.cost) this.sumRuns(after.task);
  }

  /** Says anew on the card what its runs tell the board. */
  sumRuns(task: TaskId): void {
    this.#summed.add(task);
  }

  run(sql: string, params: readonly SqlValue[]): void {
    this.#statements.push({ sql, params });
  }

  /** Requests, agents, comments or others differ afterwards. */
  touchOthers(): void {
    this.#others = true;
  }

  /** A line of the task's history. */
  tell(task: TaskId, type: string, message: string): void {
    this.run('INSERT INTO task_events(task, at, actor, type, message) VALUES(?, ?, ?, ?, ?)', [
      task,
      this.at,
      JSON.stringify(this.actor),
      type,
      message.length > 4000 ? `${message.slice(0, 3999)}…` : message,
    ]);
  }

  audit(action: string, entity: string, detail: string, outcome: AuditRecord['outcome'] = 'ok'): void {
    this.run('INSERT INTO audit(at, actor, action, entity, outcome, detail) VALUES(?, ?, ?, ?, ?, ?)', [
      this.at,
      JSON.stringify(this.actor),
      action,
      entity.slice(0, 300),
      outcome,
      detail.slice(0, 2000),
    ]);
  }

  /** All writes of the step, in order, and what listeners are told. Nothing to write: nothing changed. */
  finish(): { statements: Statement[]; change: StoreChange } {
    const crossed = this.#countDependencies();
    const statements = [...this.#tasks.values()].flatMap((held) => this.#taskStatements(held));
    statements.push(...crossed.map((id) => countDependents(id, this.revision)), ...this.#statements);
    statements.push(...[...this.#summed].map((id) => sumRuns(id, this.revision)));
    if (statements.length > 0)
      statements.push({ sql: `UPDATE meta SET value = ? WHERE key = 'revision'`, params: [String(this.revision)] });
    const tasks = new Set([...this.#summed, ...[...this.#tasks].filter(([, held]) => isChange(held)).map(([id]) => id)]);
    for (const id of crossed.flatMap((task) => listDependents(this.reader, task))) tasks.add(id);
    return { statements, change: { revision: this.revision, tasks: [...tasks], runs: [...this.#runs], others: this.#others } };
  }

  /** The saved form of a task of this step: call after `finish`. */
  saved(id: TaskId): Task {
    return this.getTask(id);
  }

  #hold(id: TaskId): Held {
    const known = this.#tasks.get(id);
    if (known) return known;
    const read = readTask(this.reader, id);
    const held = { before: read?.task, damage: read?.damage, after: undefined };
    this.#tasks.set(id, held);
    return held;
  }

  /** Counts what the step's own tasks wait for; answers the tasks whose dependents are to be counted anew. */
  #countDependencies(): TaskId[] {
    const crossed = [...this.#tasks].filter(([, { before, after }]) => meaningOf(before) !== meaningOf(after));
    for (const { before, after } of [...this.#tasks.values()]) {
      const affected = crossed.some(([id]) => after?.dependsOn.includes(id));
      if (!after || (before?.dependsOn === after.dependsOn && !affected)) continue;
      const open = openDependencies(after.dependsOn, (id) => this.findNode(id));
      const lost = open.filter(isLost).length;
      if (open.length !== after.openDependencies || lost !== after.lostDependencies)
        this.putTask({ ...after, openDependencies: open.length, lostDependencies: lost });
    }
    return crossed.map(([id]) => id);
  }

  #taskStatements(held: Held): Statement[] {
    const { before, damage, after, cut = [] } = held;
    if (!isChange(held)) return [];
    if (!after && before) {
      const deletion = { revision: this.revision, at: this.at, day: daysInUse(this.reader, this.at) };
      return damage ? keepDamagedTask(this.reader, { task: before, damage }, deletion) : keepTask(before.id, cut, deletion);
    }
    if (!after) return [];
    held.after = { ...after, revision: this.revision };
    return saveTask(before, held.after);
  }
}

/** What a task means to those that wait for it. */
function meaningOf(task: Task | undefined): 'done' | 'lost' | 'open' | undefined {
  if (!task || task.status === 'done') return task && 'done';
  return isLost(task) ? 'lost' : 'open';
}

function isChange(held: Held): boolean {
  return held.before !== held.after;
}

/** The refusal of a card that is not there. */
export function noSuchTask(ref: TaskRef): UserError {
  const name = typeof ref === 'number' ? `#${ref}` : ref;
  return new UserError('not-found', l10n.t('There is no card {0} on this board.', name));
}
