import * as z from 'zod';
import { UserError } from '../core/base/errors.ts';
import type { SqlTaskStore } from '../core/store/sqlTaskStore.ts';
import { systemFailure } from './systemErrors.ts';
import { storeOperations, type StoreMessage, type StoreOperation, type StoreRequest, type WireError } from '../protocol/storeProtocol.ts';

type Handler = (args: readonly unknown[]) => Promise<unknown>;

/** Answers requests of this process's other threads, and of other processes, with a store that lives in this thread. Never throws: what goes wrong is an answer too. */
export class StoreServer {
  readonly #handlers: Record<StoreOperation, Handler>;

  constructor(store: SqlTaskStore) {
    this.#handlers = handlersOf(store);
  }

  async answer(request: StoreRequest): Promise<StoreMessage> {
    const { id, operation, args } = request;
    try {
      const result = await this.#find(operation)(args);
      return { type: 'answer', id, result: result instanceof Uint8Array ? result : JSON.stringify(result ?? null) };
    } catch (error) {
      return { type: 'refusal', id, error: wireError(error) };
    }
  }

  #find(operation: string): Handler {
    if (!Object.hasOwn(this.#handlers, operation)) throw new UserError('invalid', `The store has no operation "${operation}".`);
    return this.#handlers[operation as StoreOperation];
  }
}

/** The error as it crosses to another thread or process. */
export function wireError(thrown: unknown): WireError {
  const error = systemFailure(thrown) ?? thrown;
  if (!(error instanceof Error)) return { code: null, message: String(error), stack: null };
  return { code: error instanceof UserError ? error.code : null, message: error.message, stack: error.stack ?? null };
}

function handler<A extends z.ZodType<readonly unknown[]>>(
  operation: { args: A },
  run: (...args: z.output<A>) => Promise<unknown>,
): Handler {
  return async (args) => {
    const parsed = operation.args.safeParse(args);
    if (parsed.success) return run(...parsed.data);
    // The place in the argument list says nothing to people; the field within the argument does.
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: issue.path.slice(1) }));
    throw new UserError('invalid', z.prettifyError({ issues }));
  };
}

function handlersOf(store: SqlTaskStore): Record<StoreOperation, Handler> {
  const operations = storeOperations;
  return {
    createTask: handler(operations.createTask, store.createTask),
    changeTask: handler(operations.changeTask, store.changeTask),
    moveTask: handler(operations.moveTask, store.moveTask),
    revertTask: handler(operations.revertTask, store.revertTask),
    rankTask: handler(operations.rankTask, store.rankTask),
    acceptTask: handler(operations.acceptTask, store.acceptTask),
    deleteTask: handler(operations.deleteTask, store.deleteTask),
    restoreTask: handler(operations.restoreTask, store.restoreTask),
    listDeletedTasks: handler(operations.listDeletedTasks, store.listDeletedTasks),
    recordCheck: handler(operations.recordCheck, store.recordCheck),
    addComment: handler(operations.addComment, store.addComment),
    addArtifact: handler(operations.addArtifact, store.addArtifact),
    findTask: handler(operations.findTask, store.findTask),
    findTaskByExternalRef: handler(operations.findTaskByExternalRef, store.findTaskByExternalRef),
    listTasks: handler(operations.listTasks, store.listTasks),
    readBoardBytes: handler(operations.readBoardBytes, store.readBoardBytes),
    readBoardSince: handler(operations.readBoardSince, store.readBoardSince),
    countTasks: handler(operations.countTasks, store.countTasks),
    listComments: handler(operations.listComments, store.listComments),
    listTaskEvents: handler(operations.listTaskEvents, store.listTaskEvents),
    listArtifacts: handler(operations.listArtifacts, store.listArtifacts),
    changesSince: handler(operations.changesSince, store.changesSince),
    claimTask: handler(operations.claimTask, store.claimTask),
    resumeRun: handler(operations.resumeRun, store.resumeRun),
    renewLease: handler(operations.renewLease, store.renewLease),
    reportRun: handler(operations.reportRun, store.reportRun),
    endRun: handler(operations.endRun, store.endRun),
    requestCancel: handler(operations.requestCancel, store.requestCancel),
    listHolders: handler(operations.listHolders, store.listHolders),
    recoverRuns: handler(operations.recoverRuns, (context, gone) => store.recoverRuns(context, (holder) => gone.includes(holder))),
    findRun: handler(operations.findRun, store.findRun),
    listRuns: handler(operations.listRuns, store.listRuns),
    appendRunEvents: handler(operations.appendRunEvents, store.appendRunEvents),
    findLastSeq: handler(operations.findLastSeq, store.findLastSeq),
    readRunEvents: handler(operations.readRunEvents, store.readRunEvents),
    recordRunFile: handler(operations.recordRunFile, store.recordRunFile),
    listRunFiles: handler(operations.listRunFiles, store.listRunFiles),
    putBlob: handler(operations.putBlob, store.putBlob),
    readBlob: handler(operations.readBlob, store.readBlob),
    openRequest: handler(operations.openRequest, store.openRequest),
    answerRequest: handler(operations.answerRequest, store.answerRequest),
    listRequests: handler(operations.listRequests, store.listRequests),
    createAgent: handler(operations.createAgent, store.createAgent),
    changeAgent: handler(operations.changeAgent, store.changeAgent),
    removeAgent: handler(operations.removeAgent, store.removeAgent),
    findAgent: handler(operations.findAgent, store.findAgent),
    listAgents: handler(operations.listAgents, store.listAgents),
    recordAudit: handler(operations.recordAudit, store.recordAudit),
    listAudit: handler(operations.listAudit, store.listAudit),
  };
}
