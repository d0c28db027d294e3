import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import type { BoardCard } from '../../core/model/boardCard.ts';
import { reportError } from '../reportError.ts';
import { lastModel } from '../models/modelHome.ts';
import type { WindowParts } from '../windowParts.ts';
import { EXAMPLE_LABEL } from './exampleCards.ts';

/** What a newcomer has reached, as context keys: the walkthrough ticks its steps off by them. */
type Milestone = 'hasModel' | 'hasRun' | 'hasDone' | 'hasOwnCard';

/** Looks at board and agents and tells the editor what was reached. A milestone stays reached. */
export class Milestones implements Disposable {
  readonly #parts: WindowParts;
  readonly #scope = new Scope();
  readonly #reached = new Set<Milestone>();
  #followed: unknown;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    const { feed, session } = parts;
    this.#scope.add(feed.onDidChange(({ upserts, whole }) => this.#lookAtCards(whole ? feed.cards.values() : upserts)));
    this.#scope.add(session.onDidChange(() => this.#follow()));
    this.#follow();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #follow(): void {
    const { board } = this.#parts.session;
    this.#lookAtModels();
    this.#lookAtCards(this.#parts.feed.cards.values());
    if (!board || board === this.#followed) return;
    this.#followed = board;
    this.#scope.add(board.store.onDidChange(({ others }) => others && this.#lookAtModels()));
  }

  #lookAtModels(): void {
    void reportError(this.#parts.log, async () => {
      const agents = (await this.#parts.session.board?.store.listAgents()) ?? [];
      if (agents.length > 0 || lastModel(this.#parts.context)) this.#reach('hasModel');
    });
  }

  #lookAtCards(cards: Iterable<BoardCard>): void {
    for (const { run, status, labels } of cards) {
      if (run !== null) this.#reach('hasRun');
      if (status === 'done') this.#reach('hasDone');
      if (!labels.includes(EXAMPLE_LABEL)) this.#reach('hasOwnCard');
    }
  }

  #reach(milestone: Milestone): void {
    if (this.#reached.has(milestone)) return;
    this.#reached.add(milestone);
    void vscode.commands.executeCommand('setContext', `rota.${milestone}`, true);
  }
}
