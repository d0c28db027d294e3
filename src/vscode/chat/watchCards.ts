import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Scope } from '../../core/base/scope.ts';
import type { Task } from '../../core/model/task.ts';
import { CardWatch } from './cardWatch.ts';
import type { ChatTurn } from './chatTurn.ts';
import { WakeUp } from './wakeUp.ts';

/** How long the status bar says (ms) that a run goes on without being watched. */
const SAID = 6000;

/** Logs of runs in other windows grow without a word: they are looked at this often (ms). */
const ELSEWHERE = 1000;

/**
 * Shows what happens with cards until none of them goes on by itself or the person stops the request. That ends the watching only: runs go on, and
 * since nothing can be written to a stopped request, the status bar says so.
 */
export async function watchCards(turn: ChatTurn, tasks: readonly Task[]): Promise<void> {
  const { parts, signal, cards } = turn;
  const scope = new Scope();
  const board = await parts.session.require();
  const watches = new Map(tasks.map((task) => [task, new CardWatch(turn, board, task.id)]));
  const wakeUp = scope.add(new WakeUp(signal));
  for (const { id } of tasks) {
    cards.delete(id);
    cards.add(id);
    scope.add(parts.watched.add(id));
  }
  scope.add(board.app.runs.onNews((news) => news.kind === 'recorded' && wakeUp.call()));
  scope.add(parts.feed.onDidChange(() => wakeUp.call()));
  scope.add(parts.waiting.onDidChange(() => wakeUp.call()));
  const timer = setInterval(() => wakeUp.call(), ELSEWHERE);
  scope.add({ dispose: () => clearInterval(timer) });
  try {
    while (!signal.aborted) {
      for (const [task, watch] of watches) if (await watch.look()) watches.delete(task);
      if (watches.size === 0) return;
      await wakeUp.wait();
    }
  } finally {
    scope.dispose();
  }
  const numbers = [...watches.keys()].map(({ number }) => `#${number}`).join(', ');
  void vscode.window.setStatusBarMessage(l10n.t('{0}: no longer watched in the chat; what was started goes on.', numbers), SAID);
}
