import type { Clock } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Agent, ModelChoice } from '../model/agent.ts';
import type { Board } from '../model/board.ts';
import type { PersonRequest, RequestAnswer } from '../model/request.ts';
import type { LiveEvent, RunEvent } from '../model/runEvent.ts';
import type { RunId, TaskId } from '../model/scalars.ts';
import type { Provider } from '../providers/provider.ts';
import type { Grant } from '../rules/policy.ts';
import type { TaskStore } from '../store/taskStore.ts';
import type { Consents } from '../tasks/consents.ts';
import type { EditorServices } from '../tools/editorServices.ts';
import type { ProcessRunner } from '../tools/processRunner.ts';
import type { Tool } from '../tools/tool.ts';
import type { ToolFolders } from '../tools/toolFolders.ts';
import type { WorkArea } from '../tools/workArea.ts';
import type { TextFilter } from './textFilter.ts';

/** Puts requests before a person: a terminal, an inbox, nobody. */
export interface Approver {
  /** Answers, or `undefined` when nobody can be asked here: the run then waits. Rejects when the signal aborts. */
  answer(request: PersonRequest, signal: AbortSignal): Promise<RequestAnswer | undefined>;
}

/** What carrying out runs needs of the world. */
export interface RunPorts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly workArea: WorkArea;
  readonly processes: ProcessRunner;
  /** Absent where no editor is. */
  readonly editor?: EditorServices;
  readonly consents: Consents;
  readonly approver: Approver;
  readonly filter: TextFilter;
  readonly tools: readonly Tool[];
  /** The columns and their rules, as the workspace's file says now. Runs are never held up by them; cards that runs propose are. */
  board(): Board;
  /** Which programs of the workspace commands may take; absent where none can be. */
  readonly toolFolders?: ToolFolders | undefined;
  createProvider(choice: ModelChoice): Promise<Provider>;
  /** Content address of bytes, as the work area computes it. */
  hash(bytes: Uint8Array): string;
  /** Why no run may start at this host now (a workspace that nobody trusts), or `undefined`. */
  refusal?(): string | undefined;
  /** Why this host cannot ask the model of an agent (it lives in the editor, and here is none), or `undefined`. */
  modelRefusal?(agent: Agent): string | undefined;
  /** Names this process as a holder of leases. */
  readonly holder: string;
  /** True when what holds leases under this name surely is no more: its runs can be taken from it at once. */
  isHolderGone(holder: string): boolean;
}

/** What whoever starts a run allows beforehand. */
export interface RunOptions {
  readonly grants: readonly Grant[];
}

/** An event of some run, as it is recorded or while it happens. */
export type RunNews =
  | { readonly kind: 'recorded'; readonly run: RunId; readonly task: TaskId; readonly event: RunEvent }
  | { readonly kind: 'live'; readonly run: RunId; readonly task: TaskId; readonly event: LiveEvent };
