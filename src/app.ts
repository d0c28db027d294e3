import type { Disposable } from './core/base/disposable.ts';
import { ActionTable } from './core/actions/actionTable.ts';
import { agentActions } from './core/actions/agentActions.ts';
import { artifactActions } from './core/actions/artifactActions.ts';
import { queueActions } from './core/actions/queueActions.ts';
import { removalActions } from './core/actions/removalActions.ts';
import { runActions } from './core/actions/runActions.ts';
import { taskActions } from './core/actions/taskActions.ts';
import { toolActions } from './core/actions/toolActions.ts';
import type { Run } from './core/model/run.ts';
import { Dispatcher } from './core/runs/dispatcher.ts';
import { Execution } from './core/runs/execution.ts';
import { Inbox } from './core/runs/inbox.ts';
import { keylessStore } from './core/runs/keylessStore.ts';
import type { RunPorts } from './core/runs/runPorts.ts';
import { RunService } from './core/runs/runService.ts';
import type { KeepCopy } from './core/tasks/clearing.ts';
import { EditHistory } from './core/tasks/editHistory.ts';
import { TaskService } from './core/tasks/taskService.ts';

/** A process that said goodbye may live on for so long (ms). */
const SLOW_END = 3000;

/** What a host provides. */
export interface AppPorts extends RunPorts {
  /** Runs at once in this workspace. */
  readonly slots: number;
  /** Keeps a copy of the board in the user's data folder. */
  readonly keepCopy?: KeepCopy;
}

/** The product, built once by each host. Doors talk to `actions`; views also listen to `runs` and the store. */
export interface App {
  readonly actions: ActionTable;
  readonly tasks: TaskService;
  /** What the person at this host changed on the board, to undo and redo. */
  readonly edits: EditHistory;
  readonly runs: RunService;
  readonly inbox: Inbox;
  /** Which card runs when at this host. */
  readonly dispatcher: Dispatcher;
  /** Deals with runs that a dead host left behind: kills their processes, marks them, answers them. Call once before anything runs. */
  recover(): Promise<Run[]>;
  /** From now on a paused run goes on here as soon as a person answers here what it waited for. For hosts that stay open. */
  goOnAfterAnswers(): void;
  /** Stops what runs, then resolves. The store stays open: it is the host's. */
  close(): Promise<void>;
  /** Lets go of what runs without ending it: the next start finds it interrupted and offers to go on. Kills its processes. */
  letGo(): Promise<void>;
}

/** The composition root of every host. */
export function createApp(given: AppPorts): App {
  const ports: AppPorts = { ...given, store: keylessStore(given.store, given.filter) };
  const { store, clock, workArea } = ports;
  const now = (): number => clock.now();
  const keepCopy = ports.keepCopy ?? (async () => undefined);
  const tasks = new TaskService(ports);
  const edits = new EditHistory({ tasks, store, clock, keepCopy, board: () => ports.board() });
  const runs = new RunService(ports);
  const inbox = new Inbox(ports);
  const dispatcher = new Dispatcher({ store, runs, clock, log: ports.log, slots: ports.slots });
  const execution = new Execution({ ports, tasks, dispatcher });
  const actions = new ActionTable([
    ...taskActions({ tasks, store, now }),
    ...removalActions({ store, now, keepCopy, board: () => ports.board() }),
    ...artifactActions({ tasks, store }),
    ...runActions({ tasks, runs, execution, inbox, store, workArea, now }),
    ...queueActions({ tasks, runs, execution, dispatcher, inbox, store }),
    ...agentActions({ store, tools: ports.tools, now }),
    ...toolActions(ports.toolFolders),
  ]);
  const departures = recoverAfterDepartures(ports, runs);
  return {
    actions,
    tasks,
    edits,
    runs,
    inbox,
    dispatcher,
    recover: () => recover(ports, runs),
    goOnAfterAnswers: () => {
      inbox.onDidAnswer(
        ({ task }) =>
          void dispatcher.want([task], true).catch((error: unknown) => ports.log.error('an answered run could not go on', error)),
      );
    },
    close: async () => {
      departures.dispose();
      dispatcher.dispose();
      await runs.close();
      runs.dispose();
    },
    letGo: async () => {
      departures.dispose();
      dispatcher.dispose();
      await runs.letGo();
      runs.dispose();
    },
  };
}

/** A run of this host that it does not carry any more could not be ended when it stopped: the store took nothing then. */
async function recover({ store, processes, clock, holder, isHolderGone }: AppPorts, runs: RunService): Promise<Run[]> {
  if (store.readOnly !== undefined) return [];
  const isGone = (other: string): boolean => isHolderGone(other) || (other === holder && runs.isIdle);
  const left = await store.recoverRuns({ actor: { kind: 'system', name: 'recovery' }, at: clock.now() }, isGone);
  for (const run of left) await processes.sweep(run.id);
  return left;
}

/** When a process that shared the store is gone, so may be whoever held a run: looks at once, and again when a slow end is over. */
function recoverAfterDepartures(ports: AppPorts, runs: RunService): Disposable {
  const look = (): void =>
    void recover(ports, runs).catch((error: unknown) => ports.log.error('runs of a process that is gone could not be dealt with', error));
  let again: Disposable | undefined;
  const subscription = ports.store.onDidChange(({ news }) => {
    if (news === undefined) return;
    look();
    again?.dispose();
    again = ports.clock.after(SLOW_END, look);
  });
  return {
    dispose: () => {
      subscription.dispose();
      again?.dispose();
    },
  };
}
