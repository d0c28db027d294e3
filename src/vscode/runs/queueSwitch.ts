import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { QueueState } from '../../core/actions/queueActions.ts';
import type { WindowParts } from '../windowParts.ts';
import { ensureAgents } from '../models/ensureAgents.ts';
import { offerTrust } from './offerTrust.ts';

/** Whether this window works through the queue. A choice of the session: no window starts to work by itself. */
export class QueueSwitch {
  readonly #parts: WindowParts;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    this.#show(false);
  }

  async start(): Promise<void> {
    if (!offerTrust() || !(await ensureAgents(this.#parts, []))) return;
    this.#show((await this.#parts.session.call('queue.start', QueueState, {})).on);
    void vscode.window.setStatusBarMessage(l10n.t('Rota works through the queue.'), 5000);
  }

  async stop(): Promise<void> {
    this.#show((await this.#parts.session.call('queue.stop', QueueState, {})).on);
  }

  #show(on: boolean): void {
    void vscode.commands.executeCommand('setContext', 'rota.queueOn', on);
  }
}
