import type { App } from '../app.ts';
import type { ActionTable } from '../core/actions/actionTable.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';
import type { Consents } from '../core/tasks/consents.ts';
import type { WorkspaceTools } from '../node/tools/workspaceTools.ts';
import type { Board } from '../core/model/board.ts';
import type { PromptSurroundings } from './terminalApprover.ts';
import type { Terminal } from './terminal.ts';

/** What a command will do with the board. */
export interface HostNeeds {
  /** Makes the board if there is none; `anew` also where one was that is gone. */
  readonly create?: boolean | 'anew';
  /** The command says itself that the board is new. */
  readonly tellsNew?: boolean;
  /** Starts runs: settings and keys must be usable. */
  readonly run?: boolean;
}

/** A board to ask, with what the terminal needs to show it. */
export interface LookHost {
  readonly actions: ActionTable;
  readonly filter: TextFilter;
  /** Columns and rules, as the file said when this command began. */
  readonly board: Board;
  close(): Promise<void>;
}

/** A built app with what the terminal needs beside it. */
export interface Host extends LookHost {
  readonly app: App;
  readonly consents: Consents;
  readonly tools: WorkspaceTools;
  readonly storeId: string;
  /** The workspace folder. */
  readonly folder: string;
  /** Why nothing can be changed: who has the board. */
  readonly readOnly: string | undefined;
  /** True when this command made the board. */
  readonly isNew: boolean;
  /** Takes over the cards of a board that was made elsewhere. */
  importCards(folder: string): Promise<{ added: number; skipped: number }>;
  /** What prompts must share the terminal with from now on. */
  surround(surroundings: PromptSurroundings | undefined): void;
  /** Stops what runs, closes the store. */
  close(): Promise<void>;
}

/** Opens a board for a command that only reads; `undefined` when that takes a whole host. */
export type OpenLook = (terminal: Terminal, workspace: string | undefined) => Promise<LookHost | undefined>;

/** Opens the board of a command line. */
export type OpenHost = (terminal: Terminal, workspace: string | undefined, needs: HostNeeds) => Promise<Host>;
