import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { messageOf, UserError } from '../base/errors.ts';
import { Emitter } from '../base/event.ts';
import { findOperation, saveOperation } from './operations.ts';
import { RowReader } from './rows.ts';
import { countDay } from './storeDays.ts';
import type { Statement } from './sqlDriver.ts';
import type { StoreParts } from './storeParts.ts';
import type { StoreChange, WriteContext } from './taskStore.ts';
import { WriteTransaction } from './writeTransaction.ts';

/** Gathers the writes of one domain step; what it returns gives the answer once the step is complete. */
type Step<T> = (transaction: WriteTransaction) => () => T;

/** What the operations of a store share: reading, and committing one step as a whole. */
export class StoreCore {
  readonly parts: StoreParts;
  readonly reader: RowReader;
  readonly #changes = new Emitter<StoreChange>();
  readonly onDidChange = this.#changes.event;
  readonly #unfinished = new Map<string, { name: string; outcome: Promise<unknown> }>();

  constructor(parts: StoreParts) {
    this.parts = parts;
    this.reader = new RowReader(
      parts.driver,
      onceEach((problem) => parts.log.warn(`a row of the board makes no sense: ${problem}`)),
    );
  }

  revision(): number {
    return this.meta('revision');
  }

  meta(key: 'revision' | 'number'): number {
    return this.reader.count('SELECT CAST(value AS INTEGER) AS count FROM meta WHERE key = ?', [key]);
  }

  /**
   * Runs one domain step: its rules see the store as it is now, its writes are one commit, listeners hear of it when it is durable.
   * A repeated operation id answers what the first one answered.
   */
  async write<S extends z.ZodType>(name: string, outcome: S, context: WriteContext, step: Step<z.output<S>>): Promise<z.output<S>> {
    this.assertWritable();
    const { operation } = context;
    if (operation === undefined) return this.#commit(name, context, step);
    const earlier = this.#findEarlier(operation, name);
    if (earlier) return outcome.parse(await earlier);
    const running = this.#commit(name, context, step);
    this.#unfinished.set(operation, { name, outcome: running });
    try {
      return await running;
    } finally {
      this.#unfinished.delete(operation);
    }
  }

  /** Writes what no viewer needs to hear of. */
  async writeSilently(statements: readonly Statement[]): Promise<void> {
    this.assertWritable();
    await this.parts.driver.commit(statements);
  }

  assertWritable(): void {
    const { readOnly } = this.parts;
    if (readOnly !== undefined) throw new UserError('read-only', l10n.t('The board cannot be changed here: {0}.', readOnly));
  }

  #findEarlier(operation: string, name: string): Promise<unknown> | undefined {
    const unfinished = this.#unfinished.get(operation);
    const done = findOperation(this.reader, operation);
    const known = unfinished ?? done;
    if (known && known.name !== name) {
      throw new UserError('conflict', l10n.t('The operation id {0} was already used for {1}.', operation, known.name));
    }
    if (unfinished) return unfinished.outcome;
    return done && Promise.resolve(JSON.parse(done.outcome));
  }

  async #commit<T>(name: string, context: WriteContext, step: Step<T>): Promise<T> {
    const transaction = new WriteTransaction(this.reader, this.revision() + 1, context);
    const answer = step(transaction);
    const { statements, change } = transaction.finish();
    const result = answer();
    if (statements.length === 0) return result;
    const { operation } = context;
    const remember = operation === undefined ? [] : saveOperation(this.reader, { ...context, operation }, name, JSON.stringify(result));
    await this.parts.driver.commit([...countDay(this.reader, context.at), ...statements, ...remember]);
    this.#tell(change);
    return result;
  }

  /** The step has happened: a listener that fails must not make it look undone. */
  #tell(change: StoreChange): void {
    try {
      this.#changes.fire(change);
    } catch (error) {
      this.parts.log.error('a listener of the store failed', error);
    }
  }
}

/** Lists are read many times a minute: what is wrong in them is said once. */
function onceEach(tell: (problem: string) => void): (problem: unknown) => void {
  const told = new Set<string>();
  return (problem) => {
    const text = messageOf(problem);
    if (told.has(text)) return;
    told.add(text);
    tell(text);
  };
}
