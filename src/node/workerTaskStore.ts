import type { Event } from '../core/base/event.ts';
import type { Backup, BackupReason } from '../core/model/backup.ts';
import { boardOfBytes } from '../core/store/board.ts';
import type { TaskStore } from '../core/store/taskStore.ts';
import type { StoreClient } from './storeClient.ts';

type Unbound = 'storeId' | 'readOnly' | 'onDidChange' | 'close';

/** A store that lives in another thread, and what can be asked about it as a whole. */
export interface OpenedStore extends TaskStore {
  /** True while its files are gone from under it: the cards can be read, and put back. */
  readonly displaced: boolean;
  /** Fires when `readOnly` or `displaced` changed. */
  readonly onDidChangeStanding: Event<void>;
  /** Keeps a copy in the user's data folder. */
  backUp(reason: BackupReason): Promise<Backup>;
  /** Writes all cards to where the files were. */
  putBack(): Promise<void>;
  /** Puts a copy in the place of what is there now, of which a copy is kept first. */
  restoreBackup(name: string): Promise<void>;
}

/** A task store whose rows live in another thread; see `TaskStore` for the contract. */
export function createWorkerTaskStore(client: StoreClient, { storeId }: { storeId: string }): OpenedStore {
  return {
    storeId,
    get readOnly() {
      return client.standing.readOnly;
    },
    get displaced() {
      return client.standing.displaced;
    },
    onDidChangeStanding: client.onDidChangeStanding,
    backUp: (reason) => client.call('backUp', [reason]),
    putBack: async () => void (await client.call('putBack', [])),
    restoreBackup: async (name) => void (await client.call('restoreBackup', [name])),
    onDidChange: client.onDidChange,
    ...writesOf(client),
    ...readsOf(client),
    ...runsOf(client),
    close: () => client.close(),
  };
}

type Writes =
  | 'createTask'
  | 'changeTask'
  | 'moveTask'
  | 'rankTask'
  | 'acceptTask'
  | 'deleteTask'
  | 'restoreTask'
  | 'revertTask'
  | 'addComment'
  | 'addArtifact'
  | 'recordAudit';
type AgentWrites = 'createAgent' | 'changeAgent' | 'removeAgent' | 'answerRequest' | 'putBlob';

function writesOf(client: StoreClient): Pick<TaskStore, Writes | AgentWrites> {
  return {
    createTask: (...args) => client.call('createTask', args),
    changeTask: (...args) => client.call('changeTask', args),
    moveTask: (...args) => client.call('moveTask', args),
    revertTask: (...args) => client.call('revertTask', args),
    rankTask: (...args) => client.call('rankTask', args),
    restoreTask: (...args) => client.call('restoreTask', args),
    acceptTask: (...args) => client.call('acceptTask', args),
    addComment: (...args) => client.call('addComment', args),
    addArtifact: (...args) => client.call('addArtifact', args),
    createAgent: (...args) => client.call('createAgent', args),
    changeAgent: (...args) => client.call('changeAgent', args),
    answerRequest: (...args) => client.call('answerRequest', args),
    putBlob: (...args) => client.call('putBlob', args),
    deleteTask: (...args) => client.call('deleteTask', args),
    removeAgent: async (...args) => void (await client.call('removeAgent', args)),
    recordAudit: async (...args) => void (await client.call('recordAudit', args)),
  };
}

type Runs =
  | 'claimTask'
  | 'resumeRun'
  | 'renewLease'
  | 'reportRun'
  | 'endRun'
  | 'requestCancel'
  | 'recoverRuns'
  | 'recordCheck'
  | 'openRequest';

function runsOf(client: StoreClient): Pick<TaskStore, Runs | 'appendRunEvents' | 'recordRunFile'> {
  return {
    claimTask: async (...args) => (await client.call('claimTask', args)) ?? undefined,
    resumeRun: (...args) => client.call('resumeRun', args),
    renewLease: (...args) => client.call('renewLease', args),
    endRun: (...args) => client.call('endRun', args),
    requestCancel: (...args) => client.call('requestCancel', args),
    recordCheck: (...args) => client.call('recordCheck', args),
    openRequest: (...args) => client.call('openRequest', args),
    appendRunEvents: (...args) => client.call('appendRunEvents', args),
    reportRun: async (...args) => void (await client.call('reportRun', args)),
    recordRunFile: async (...args) => void (await client.call('recordRunFile', args)),
    async recoverRuns(context, isGone) {
      const holders = isGone ? await client.call('listHolders', []) : [];
      return client.call('recoverRuns', [context, holders.filter((holder) => isGone?.(holder))]);
    },
  };
}

function readsOf(client: StoreClient): Omit<TaskStore, Unbound | Writes | AgentWrites | Runs | 'appendRunEvents' | 'recordRunFile'> {
  return {
    findTask: async (...args) => (await client.call('findTask', args)) ?? undefined,
    findTaskByExternalRef: async (...args) => (await client.call('findTaskByExternalRef', args)) ?? undefined,
    findRun: async (...args) => (await client.call('findRun', args)) ?? undefined,
    findAgent: async (...args) => (await client.call('findAgent', args)) ?? undefined,
    readBlob: async (...args) => (await client.call('readBlob', args)) ?? undefined,
    listDeletedTasks: () => client.call('listDeletedTasks', []),
    listTasks: (...args) => client.call('listTasks', args),
    readBoardSince: (...args) => client.call('readBoardSince', args),
    countTasks: () => client.call('countTasks', []),
    changesSince: (...args) => client.call('changesSince', args),
    listComments: (...args) => client.call('listComments', args),
    listTaskEvents: (...args) => client.call('listTaskEvents', args),
    listArtifacts: (...args) => client.call('listArtifacts', args),
    listRuns: (...args) => client.call('listRuns', args),
    readRunEvents: (...args) => client.call('readRunEvents', args),
    listRunFiles: (...args) => client.call('listRunFiles', args),
    listRequests: (...args) => client.call('listRequests', args),
    listAgents: () => client.call('listAgents', []),
    listAudit: (...args) => client.call('listAudit', args),
    readBoard: async () => boardOfBytes(await client.call('readBoardBytes', [])),
  };
}
