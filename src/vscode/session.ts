import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as z from 'zod';
import { messageOf, UserError, type UserErrorCode } from '../core/base/errors.ts';
import { Emitter, type Event } from '../core/base/event.ts';
import type { Log } from '../core/base/log.ts';
import type { BoardFailure } from '../core/health/boardHealth.ts';
import type { Actor } from '../core/model/actor.ts';
import type { Edit } from '../core/model/edit.ts';
import type { Task } from '../core/model/task.ts';
import { queuedByEntry } from '../core/rules/boardRules.ts';
import { moveStore } from '../node/moveStore.ts';
import { boardFailureAt } from '../node/boardFailure.ts';
import { lostBoard, nearbyTexts, type LostBoard } from '../node/identifyStore.ts';
import { settledPlace } from '../node/openStore.ts';
import { findStorePlace, type StorePlace } from '../node/storePlace.ts';
import { systemFailure } from '../node/systemErrors.ts';
import { personName } from '../node/thisUser.ts';
import { fileRoots } from './fileRoots.ts';
import { showInformation } from './messages.ts';
import { openBoard, type OpenBoard, type OpenBoardOptions } from './openBoard.ts';
import { storeHomes } from './storeHomes.ts';

/** What this window has of a board. */
export type SessionState =
  /** No folder on disk is open. */
  | { readonly kind: 'no-folder' }
  /** Nothing was written here yet; the first card makes the board. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'open'; readonly board: OpenBoard }
  | { readonly kind: 'failed'; readonly message: string; readonly failure: BoardFailure };

/** The board of this window: opened when there is one, made when the first card is, and the way to every action. */
export class Session {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #changes = new Emitter<SessionState>();
  #state: SessionState = { kind: 'absent' };
  #opening: Promise<OpenBoard> | undefined;

  readonly onDidChange: Event<SessionState> = this.#changes.event;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The open board, if there is one. */
  get board(): OpenBoard | undefined {
    return this.#state.kind === 'open' ? this.#state.board : undefined;
  }

  /** Opens the board if this folder has one. Never rejects: a board that cannot be opened is a state, shown by the views. */
  async openExisting(): Promise<void> {
    try {
      const found = findPlace();
      const place = found && settledPlace(found, storeHomes().userData);
      if (!place) this.#become({ kind: 'no-folder' });
      else if (!place.exists) this.#become(stateWithout(lostBoard(place, storeHomes().userData)));
      else await this.#openWhatIsThere(place);
    } catch (error) {
      const told = systemFailure(error);
      if (!told) this.#log.error('cannot open the board', error);
      this.#become({ kind: 'failed', message: messageOf(told ?? error), failure: failureHere(told?.code) });
    }
  }

  /** The open board; makes it if there is none. Rejects with a `UserError` that says what to do. */
  async require(create: true | 'anew' = true): Promise<OpenBoard> {
    if (this.#state.kind === 'open') return this.#state.board;
    const place = findPlace();
    if (!place) throw new UserError('unavailable', l10n.t('Rota keeps its board in a folder on disk. Open a folder first.'));
    return this.#open(place, create);
  }

  /** Calls an action of the table as the person at this editor; the output is checked against the schema that the caller expects. */
  async call<S extends z.ZodType>(
    action: string,
    output: S,
    input: unknown,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<z.output<S>> {
    const { app } = await this.require();
    return output.parse(await app.actions.call(action, input, { actor: person, door: 'palette', signal }));
  }

  /** Edits the board as the person at this editor, as one step that can be undone. What is refused is named once the rest is done. */
  async edit(edits: readonly Edit[]): Promise<Task[]> {
    const { app } = await this.require();
    const left = await app.edits.apply(edits, { actor: person, door: 'palette' });
    tellQueued(queuedByEntry(edits, left));
    return left;
  }

  /** Takes back the last step that was made with `edit`, and answers its cards. */
  async undo(): Promise<Task[]> {
    const { app } = await this.require();
    return app.edits.undo({ actor: person, door: 'palette' });
  }

  /** Does the last undone step again, and answers its cards. */
  async redo(): Promise<Task[]> {
    const { app } = await this.require();
    return app.edits.redo({ actor: person, door: 'palette' });
  }

  /** Moves the board to the other of its two places. Afterwards nothing is open here: the window is to be loaded again. */
  async relocate(to: StorePlace): Promise<void> {
    const { place } = await this.require();
    await this.close();
    this.#become({ kind: 'absent' });
    try {
      await moveStore(place, to, storeHomes().userData);
    } catch (error) {
      await this.openExisting();
      throw error;
    }
  }

  /** What became of the board of this folder; `undefined` when there was none, or it is there. */
  lostBoard(): LostBoard | undefined {
    const place = findPlace();
    const lost = place && !place.exists ? lostBoard(place, storeHomes().userData) : undefined;
    return lost && lost.kind !== 'shut' ? lost : undefined;
  }

  /** Lets go of the board in this window, and shows what is at its place then. */
  async closeBoard(): Promise<void> {
    await this.close();
    await this.openExisting();
  }

  async close(): Promise<void> {
    const board = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await board?.close();
  }

  /** A folder that was made and left empty holds no board yet. */
  async #openWhatIsThere(place: StorePlace): Promise<void> {
    try {
      await this.#open(place, false);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'not-found') throw error;
      this.#become({ kind: 'absent' });
    }
  }

  #open(place: StorePlace, create: OpenBoardOptions['create']): Promise<OpenBoard> {
    this.#opening ??= openBoard({ context: this.#context, log: this.#log, place, create }).then(
      (board) => {
        this.#become({ kind: 'open', board });
        if (!place.exists) tellNew(place);
        return board;
      },
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }

  #become(state: SessionState): void {
    this.#state = state;
    void vscode.commands.executeCommand('setContext', 'rota.board', state.kind);
    this.#changes.fire(state);
  }
}

/** There is no board, or none that can be seen. */
function stateWithout(lost: LostBoard | undefined): SessionState {
  if (!lost) return { kind: 'absent' };
  return { kind: 'failed', message: lost.error.message, failure: failureHere(lost.error.code) };
}

function failureHere(code: UserErrorCode | undefined): BoardFailure {
  try {
    const place = findPlace();
    return place ? boardFailureAt(place, storeHomes().userData, code) : 'other';
  } catch {
    return 'other'; // the folder itself cannot be read
  }
}

/** Whoever sits at this editor. */
export const person: Actor = { kind: 'person', name: personName(process.env) };

/** A card in the queue may start by itself: nobody sends it there unknowingly. */
function tellQueued(tasks: readonly Task[]): void {
  if (tasks.length === 0) return;
  const names = tasks.map(({ number }) => `#${number}`).join(', ');
  void showInformation(
    tasks.length === 1
      ? l10n.t("{0} was queued by the column's entry action.", names)
      : l10n.t("{0} were queued by the column's entry action.", names),
  );
}

/** Where the board of this window is, or would be made. */
export function findPlace(): StorePlace | undefined {
  const [first] = fileRoots();
  return first && findStorePlace(first.folder, storeHomes());
}

/** Says where a board was made, and which other one may have been meant. */
function tellNew(place: StorePlace): void {
  const made = l10n.t('Made a new board in {0}.', place.root);
  const nearby = nearbyTexts(place, storeHomes().userData);
  if (nearby.length > 0) void showInformation([made, ...nearby].join(' '));
  else vscode.window.setStatusBarMessage(made, 10_000);
}
