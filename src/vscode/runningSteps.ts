import * as l10n from '@vscode/l10n';
import type { Disposable } from '../core/base/disposable.ts';
import { Emitter, type Event } from '../core/base/event.ts';
import type { RunEventBody } from '../core/model/runEvent.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { Session } from './session.ts';

/** What the runs of this window do now, one line a card. */
export class RunningSteps implements Disposable {
  readonly #changes = new Emitter<TaskId>();
  readonly #steps = new Map<TaskId, string>();
  readonly #subscription: Disposable;
  #news: Disposable | undefined;

  readonly onDidChange: Event<TaskId> = this.#changes.event;

  constructor(session: Session) {
    this.#subscription = session.onDidChange(() => {
      this.#news?.dispose();
      this.#news = session.board?.app.runs.onNews((news) => {
        if (news.kind === 'recorded') this.#note(news.task, news.event.body);
      });
    });
  }

  /** Cards that are being worked on here and the step of each, the one that started last at the end. */
  get steps(): ReadonlyMap<TaskId, string> {
    return this.#steps;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#news?.dispose();
    this.#changes.dispose();
  }

  #note(task: TaskId, body: RunEventBody): void {
    if (body.type === 'run-end') {
      if (this.#steps.delete(task)) this.#changes.fire(task);
      return;
    }
    const step = stepOf(body);
    if (step === undefined || this.#steps.get(task) === step) return;
    this.#steps.set(task, step);
    this.#changes.fire(task);
  }
}

/** What a run does from this event on; `undefined` when the event does not say. */
function stepOf(body: RunEventBody): string | undefined {
  switch (body.type) {
    case 'run-start':
    case 'tool-end':
    case 'approval-response':
    case 'answer':
      return l10n.t('thinking');
    case 'tool-start':
      return body.summary;
    case 'check-start':
      return l10n.t('checking: {0}', body.title);
    case 'approval-request':
    case 'question':
      return l10n.t('waits for you');
    case 'retry':
      return body.message;
    default:
      return undefined;
  }
}
