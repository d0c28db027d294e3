import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import type { Run } from '../../core/model/run.ts';
import type { RunEvent } from '../../core/model/runEvent.ts';
import type { RunId, TaskId } from '../../core/model/scalars.ts';
import type { StoreChange } from '../../core/store/taskStore.ts';
import { RunRequest, type RunHead, type RunUpdate } from '../../protocol/runPage.ts';
import { followLink } from '../followLink.ts';
import type { OpenBoard } from '../openBoard.ts';
import { answerRequest } from '../runs/answerRequest.ts';
import { showPage } from '../webviewPage.ts';
import type { WindowParts } from '../windowParts.ts';
import { LogElsewhere } from './logElsewhere.ts';
import { NewsFeed } from './newsFeed.ts';
import type { Proposals } from './proposals.ts';
import type { RunChanges } from './runChanges.ts';
import { readHead } from './runHead.ts';

/** Events that one message carries: a long log arrives in parts. */
const PART = 2_000;
/** What stands above the log is read anew at most this often (ms). */
const HEAD_EVERY = 100;

interface Shown {
  readonly task: TaskId;
  /** Absent: the latest run of the card, also one that begins later. */
  readonly run?: RunId;
  /** Moves the keyboard here, to the request if one is named. */
  readonly takeFocus?: boolean;
  readonly request?: string;
  /** False leaves a panel that is closed as it is. */
  readonly comesUp?: boolean;
}

/** The run panel: one run at a time, live or replayed from its log. It changes over only when a person asks for it. */
export class RunView implements Disposable {
  readonly #parts: WindowParts;
  readonly #documents: { readonly proposals: Proposals; readonly changes: RunChanges };
  readonly #scope = new Scope();
  #board: Scope | undefined;
  #news: NewsFeed | undefined;
  #view: vscode.WebviewView | undefined;
  #isReady = false;
  #shown: Shown | undefined;
  #run: Run | undefined;
  #elsewhere: LogElsewhere | undefined;
  #headTimer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(parts: WindowParts, documents: { readonly proposals: Proposals; readonly changes: RunChanges }) {
    this.#parts = parts;
    this.#documents = documents;
    this.#scope.add(parts.session.onDidChange(() => this.#attach()));
    this.#attach();
  }

  /** The card whose run is shown, while the panel is open. */
  get inSight(): TaskId | undefined {
    return this.#view?.visible === true ? this.#shown?.task : undefined;
  }

  async show(shown: Shown): Promise<void> {
    this.#shown = shown;
    if (shown.comesUp !== false) await vscode.commands.executeCommand('rota.run.focus', { preserveFocus: shown.takeFocus !== true });
    await this.#send();
    if (shown.takeFocus === true) await this.#post({ type: 'run-reveal', request: shown.request ?? null });
  }

  /** Fills the view when the editor first shows it. */
  async resolve(view: vscode.WebviewView): Promise<void> {
    this.#view = view;
    const { log, context } = this.#parts;
    const page = showPage(view.webview, {
      name: 'run',
      title: l10n.t('Run'),
      extensionUri: context.extensionUri,
      log,
      requests: RunRequest,
      handle: (request) => this.#handle(request),
    });
    view.onDidDispose(() => {
      page.dispose();
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#isReady = false;
    });
  }

  dispose(): void {
    clearTimeout(this.#headTimer);
    this.#elsewhere?.dispose();
    this.#board?.dispose();
    this.#scope.dispose();
  }

  /** Follows the board that is open now. */
  #attach(): void {
    this.#board?.dispose();
    this.#elsewhere?.dispose();
    this.#news = undefined;
    const { board } = this.#parts.session;
    if (!board) return;
    this.#board = new Scope();
    this.#news = this.#board.add(
      new NewsFeed(
        board.app.runs.onNews,
        ({ run, events, live }) => void this.#post({ type: 'run-progress', run, events: [...events], live: [...live] }),
      ),
    );
    this.#board.add(board.store.onDidChange((change) => this.#hear(change)));
    if (this.#isReady) void this.#send();
  }

  async #handle(request: RunRequest): Promise<void> {
    const { session, navigation } = this.#parts;
    switch (request.type) {
      case 'ready':
        return this.#welcome(request.shown);
      case 'run-show':
        this.#shown = { task: request.task, run: request.run };
        return this.#send();
      case 'run-stop':
        return void (await vscode.commands.executeCommand('rota.stopRun', { task: request.task }));
      case 'run-continue':
        return void (await vscode.commands.executeCommand('rota.continueRun', { task: request.task }));
      case 'card-open':
        return navigation.openCard(request.task);
      case 'changes-show':
        return this.#documents.changes.show(request.run);
      case 'request-answer':
        // Told again afterwards, also when it was refused: the page must not wait for ever.
        await answerRequest(session, request.request, request.answer).finally(() => this.#sendHead());
        return;
      case 'request-diff':
        return void (await this.#documents.proposals.open(request.request, false));
      case 'file-open':
      case 'link-open':
      case 'help-open':
        return followLink(request, session);
    }
  }

  /** A page that begins anew shows what it showed before, or what there is. */
  async #welcome(before: RunId | null): Promise<void> {
    this.#isReady = true;
    const { board } = this.#parts.session;
    if (board && !this.#shown) {
      const known = before === null ? undefined : await board.store.findRun(before);
      const run =
        known ??
        (await board.store.listRuns({ status: ['running', 'waiting'], limit: 1 })).items[0] ??
        (await board.store.listRuns({ limit: 1 })).items[0];
      if (run) this.#shown ??= { task: run.task, run: run.id };
    }
    await this.#send();
    const { takeFocus, request } = this.#shown ?? {};
    if (takeFocus === true) await this.#post({ type: 'run-reveal', request: request ?? null });
  }

  #hear({ tasks, runs, others }: StoreChange): void {
    const run = this.#run;
    const concerns = others || runs.length > 0 || (run !== undefined && tasks.includes(run.task));
    if (!concerns || !this.#isReady) return;
    this.#headTimer ??= setTimeout(() => {
      this.#headTimer = undefined;
      void this.#sendHead();
    }, HEAD_EVERY);
  }

  /** What stands above the log; the whole run instead when a newer one is to be shown. Never rejects. */
  async #sendHead(): Promise<void> {
    const { session, log } = this.#parts;
    try {
      const { board } = session;
      if (!board) return;
      if (!this.#shown) {
        const [begun] = (await board.store.listRuns({ status: ['running', 'waiting'], limit: 1 })).items;
        if (!begun) return;
        this.#shown ??= { task: begun.task };
      }
      const run = await findShown(this.#shown, board);
      if (run?.id !== this.#run?.id) return await this.#send();
      const head = run && (await readHead(run, board));
      // A run that changed hands or came to rest is shown anew: no event may be missing between two sources.
      if (head && isElsewhere(head, board) !== (this.#elsewhere !== undefined)) return await this.#send();
      if (head) await this.#post({ type: 'run-head', head });
    } catch (error) {
      log.error('cannot read the run', error);
    }
  }

  /** One snapshot at a time, the latest wish wins. */
  #send(): Promise<void> {
    const next = this.#sending.catch(() => undefined).then(() => this.#sendAll());
    this.#sending = next;
    return next;
  }

  async #sendAll(): Promise<void> {
    const { board } = this.#parts.session;
    const run = board && this.#shown && (await findShown(this.#shown, board));
    this.#run = run;
    this.#elsewhere?.dispose();
    this.#elsewhere = undefined;
    const live = this.#news?.follow(run?.id) ?? [];
    const head = board && run && (await readHead(run, board));
    if (!board || !head)
      return void (await this.#post({ type: 'run-none', message: this.#shown ? l10n.t('This card has no run yet.') : null }));
    let events = await board.store.readRunEvents(head.run.id, 0, PART);
    await this.#post({ type: 'run-snapshot', head, events, live: [...live] });
    let seq = 0;
    while (events.length === PART) {
      seq = events.at(-1)?.seq ?? seq;
      events = await board.store.readRunEvents(head.run.id, seq, PART);
      await this.#post({ type: 'run-progress', run: head.run.id, events, live: [] });
    }
    this.#news?.release();
    this.#followElsewhere(board, head, events.at(-1)?.seq ?? seq);
  }

  /** News come only from runs of this window; the log tells of the others. */
  #followElsewhere(board: OpenBoard, head: RunHead, seq: number): void {
    if (!isElsewhere(head, board)) return;
    const { id } = head.run;
    const deliver = (events: RunEvent[]): void => void this.#post({ type: 'run-progress', run: id, events, live: [] });
    this.#elsewhere = new LogElsewhere(board.store, { run: id, seq }, deliver, (error) =>
      this.#parts.log.error('cannot follow the log of a run', error),
    );
  }

  async #post(update: RunUpdate): Promise<void> {
    if (this.#isReady) await this.#view?.webview.postMessage(update);
  }
}

/** Carried out by another window or the command line now. */
function isElsewhere({ run, held }: RunHead, { app }: OpenBoard): boolean {
  return held && !app.runs.active.includes(run.id);
}

async function findShown({ task, run }: Shown, { store }: OpenBoard): Promise<Run | undefined> {
  return run === undefined ? (await store.listRuns({ task, limit: 1 })).items[0] : store.findRun(run);
}
