import * as l10n from '@vscode/l10n';
import { RunWish } from '../../core/actions/queueActions.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { showInformation, showWarning } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';
import { ensureAgents } from '../models/ensureAgents.ts';
import { offerTrust } from './offerTrust.ts';

/** Starts what a person wants done and tells them what became of it. */
export class RunStarter {
  readonly #parts: WindowParts;
  #shown = false;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  /** Puts cards in the queue and starts what can start. Asks for a model first when nobody is there to do them. */
  async run(tasks: readonly TaskId[]): Promise<void> {
    if (tasks.length === 0 || !offerTrust() || !(await ensureAgents(this.#parts, tasks))) return;
    await this.tell(await this.#parts.session.call('task.run', RunWish, { tasks }));
  }

  /** Starts the first card of the queue that can start. */
  async runNext(): Promise<void> {
    if (!offerTrust() || !(await ensureAgents(this.#parts, []))) return;
    await this.tell(await this.#parts.session.call('queue.next', RunWish, {}));
  }

  /** Shows the run of the first card that started, and says of the others why they wait. */
  async tell({ tasks, blocked, refused }: RunWish): Promise<void> {
    const { navigation } = this.#parts;
    for (const message of refused) void showWarning(message);
    const waits = blocked.map(({ task, reasons }) => l10n.t('#{0} does not start yet: {1}.', task.number, reasons.join('; ')));
    if (waits.length > 0)
      void showInformation(waits.slice(0, 3).join(' ') + (waits.length > 3 ? l10n.t(' And {0} more wait.', waits.length - 3) : ''));
    const started = tasks.find(({ status }) => status === 'running');
    if (!started) return;
    // The panel comes up once a window: whoever closes it after that wants it closed. Where it is open it shows what was started last.
    const comesUp = !this.#shown;
    this.#shown = true;
    await navigation.showRun({ task: started.id, comesUp });
  }
}
