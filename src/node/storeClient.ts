import type { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError, type UserErrorCode } from '../core/base/errors.ts';
import { Emitter } from '../core/base/event.ts';
import type { StoreChange } from '../core/store/taskStore.ts';
import { allOperations, type StoreMessage, type StoreRequest, type StoreResult, type WireError } from '../protocol/storeProtocol.ts';

type AnyOperation = keyof typeof allOperations;
type Results = { readonly [K in AnyOperation]: { readonly result: z.core.$ZodType<StoreResult<K>> } };
type Answer = string | Uint8Array;

const operations: Results = allOperations;
const codes = new Set<string>([
  'invalid',
  'not-found',
  'refused',
  'conflict',
  'read-only',
  'damaged',
  'unavailable',
] satisfies UserErrorCode[]);

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

const lookAtAll: StoreChange = { revision: 0, tasks: [], runs: [], others: true, news: 'takeover' };

/** The asking side of the store's thread: every call gets its answer, also when the thread dies. */
export class StoreClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #changes = new Emitter<StoreChange>();
  readonly #notices = new Emitter<string>();
  readonly onDidChange = this.#changes.event;
  readonly onDidNotice = this.#notices.event;
  readonly #standings = new Emitter<void>();
  /** Fires when it changed whether the store can be written. */
  readonly onDidChangeStanding = this.#standings.event;
  readonly opened: Promise<{ storeId: string }>;
  #lastId = 0;
  #failure: Error | undefined;
  #open!: { resolve(opened: { storeId: string }): void; reject(error: Error): void };
  #standing: { readonly readOnly: string | undefined; readonly displaced: boolean } = { readOnly: undefined, displaced: false };

  constructor(worker: Worker) {
    this.#worker = worker;
    this.opened = new Promise((resolve, reject) => (this.#open = { resolve, reject }));
    worker.on('message', (message: StoreMessage) => this.#receive(message));
    worker.on('error', (error: unknown) => this.#fail(error));
    worker.on('exit', () => this.#fail(undefined));
  }

  /** Whether the store can be written now. */
  get standing(): { readonly readOnly: string | undefined; readonly displaced: boolean } {
    return this.#standing;
  }

  async call<K extends AnyOperation>(operation: K, args: readonly unknown[]): Promise<StoreResult<K>> {
    const answer = await this.#ask(operation, args);
    return z.parse(operations[operation].result, typeof answer === 'string' ? JSON.parse(answer) : answer);
  }

  /** Closes the store and ends its thread. */
  async close(): Promise<void> {
    if (this.#failure) return;
    await this.#ask('close', []);
    this.#failure = new UserError('unavailable', l10n.t('The store is closed.'));
    await this.#worker.terminate();
  }

  #ask(operation: string, args: readonly unknown[]): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#lastId += 1;
    const request: StoreRequest = { id: this.#lastId, operation, args: [...args] };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  #receive(message: StoreMessage): void {
    switch (message.type) {
      case 'opened':
        this.#stand(message);
        return this.#open.resolve({ storeId: message.storeId });
      case 'state':
        this.#stand(message);
        return this.#changes.fire(lookAtAll);
      case 'failed':
        return this.#open.reject(errorOfWire(message.error));
      case 'answer':
        return this.#take(message.id)?.resolve(message.result);
      case 'refusal':
        return this.#take(message.id)?.reject(errorOfWire(message.error));
      case 'change':
        return this.#changes.fire(message.change);
      case 'notice':
        return this.#notices.fire(message.message);
      case 'foreign':
        return;
    }
  }

  #stand({ readOnly, displaced }: { readOnly: string | null; displaced: boolean }): void {
    this.#standing = { readOnly: readOnly ?? undefined, displaced };
    this.#standings.fire();
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** The thread is gone: whether the last writes happened is not known, and only opening the store again can tell. */
  #fail(cause: unknown): void {
    const message = l10n.t('The thread of the task store has ended. Open the store again; what was confirmed is kept.');
    this.#failure ??= new UserError('unavailable', message, { cause });
    this.#open.reject(this.#failure);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
  }
}

/** The error as it was thrown on the other side. */
export function errorOfWire(wire: WireError): Error {
  if (wire.code !== null && codes.has(wire.code)) return new UserError(wire.code as UserErrorCode, wire.message);
  const error = new Error(wire.message);
  if (wire.stack !== null) error.stack = wire.stack;
  return error;
}
