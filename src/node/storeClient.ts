import type { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError, type UserErrorCode } from '../core/base/errors.ts';
import { Emitter } from '../core/base/event.ts';
import type { StoreChange } from '../core/store/taskStore.ts';
import {
  storeOperations,
  type StoreMessage,
  type StoreOperation,
  type StoreRequest,
  type StoreResult,
  type WireError,
} from '../protocol/storeProtocol.ts';

type Results = { readonly [K in StoreOperation]: { readonly result: z.core.$ZodType<StoreResult<K>> } };
type Answer = string | Uint8Array;

const operations: Results = storeOperations;
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

/** The asking side of the store's thread: every call gets its answer, also when the thread dies. */
export class StoreClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #changes = new Emitter<StoreChange>();
  readonly #notices = new Emitter<string>();
  readonly onDidChange = this.#changes.event;
  readonly onDidNotice = this.#notices.event;
  readonly opened: Promise<{ storeId: string; readOnly: string | undefined }>;
  #lastId = 0;
  #failure: Error | undefined;
  #open!: { resolve(opened: { storeId: string; readOnly: string | undefined }): void; reject(error: Error): void };

  constructor(worker: Worker) {
    this.#worker = worker;
    this.opened = new Promise((resolve, reject) => (this.#open = { resolve, reject }));
    worker.on('message', (message: StoreMessage) => this.#receive(message));
    worker.on('error', (error: unknown) => this.#fail(error));
    worker.on('exit', () => this.#fail(undefined));
  }

  async call<K extends StoreOperation>(operation: K, args: readonly unknown[]): Promise<StoreResult<K>> {
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
        return this.#open.resolve({ storeId: message.storeId, readOnly: message.readOnly ?? undefined });
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
