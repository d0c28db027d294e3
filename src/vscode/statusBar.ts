import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { Scope } from '../core/base/scope.ts';
import { showInvisible } from '../core/base/visibleText.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { RunningSteps } from './runningSteps.ts';
import { runningText, waitingText, type StatusText } from './statusText.ts';
import { labelOf } from './trees/inboxRows.ts';
import type { WindowParts } from './windowParts.ts';

/** So many waiting items are named in the tooltip. */
const NAMED = 10;

/** Two entries of the status bar: how many items wait, and what an agent does now. Each is there only while it has something to say. */
export class StatusBar implements Disposable {
  readonly #parts: WindowParts;
  readonly #steps: RunningSteps;
  readonly #scope = new Scope();
  readonly #waiting: vscode.StatusBarItem;
  readonly #running: vscode.StatusBarItem;

  constructor(parts: WindowParts, steps: RunningSteps) {
    this.#parts = parts;
    this.#steps = steps;
    this.#waiting = this.#scope.add(vscode.window.createStatusBarItem('rota.waiting', vscode.StatusBarAlignment.Left, 1));
    this.#waiting.name = l10n.t('Rota: Waiting Items');
    this.#waiting.command = 'rota.nextRequest';
    this.#running = this.#scope.add(vscode.window.createStatusBarItem('rota.running', vscode.StatusBarAlignment.Left, 0));
    this.#running.name = l10n.t('Rota: Running Card');
    this.#scope.add(parts.waiting.onDidChange(() => this.#showWaiting()));
    this.#scope.add(steps.onDidChange(() => this.#showRunning()));
    this.#scope.add(parts.feed.onDidChange(() => this.#showRunning()));
    this.#showWaiting();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #showWaiting(): void {
    const { rows } = this.#parts.waiting;
    const names = rows.slice(0, NAMED).map(labelOf);
    const more = rows.length > NAMED ? [l10n.t('and {0} more', rows.length - NAMED)] : [];
    show(this.#waiting, waitingText(rows.length), [...names, ...more].join('\n'));
  }

  #showRunning(): void {
    const running: { task: TaskId; number: number; title: string; step: string }[] = [];
    for (const [task, step] of this.#steps.steps) {
      const card = this.#parts.feed.cards.get(task);
      if (card?.status === 'running') running.push({ task, number: card.number, title: card.title, step });
    }
    const last = running.at(-1);
    if (last) this.#running.command = { command: 'rota.showRun', title: l10n.t('Show Run'), arguments: [last.task] };
    show(this.#running, runningText(running), running.map(({ number, title, step }) => `#${number} ${title}: ${step}`).join('\n'));
  }
}

/** A plain tooltip: nothing of a card's text is interpreted. */
function show(item: vscode.StatusBarItem, shown: StatusText | undefined, tooltip: string): void {
  if (!shown) {
    item.hide();
    return;
  }
  item.text = shown.text;
  item.tooltip = showInvisible(tooltip);
  item.accessibilityInformation = { label: shown.spoken };
  item.show();
}
