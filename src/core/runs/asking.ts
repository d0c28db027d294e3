import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { sameJson } from '../base/json.ts';
import type { Actor } from '../model/actor.ts';
import type { GrantScope } from '../model/effect.ts';
import type { PersonRequest, RequestAnswer, RequestBody } from '../model/request.ts';
import type { RunEventBody } from '../model/runEvent.ts';
import type { Task } from '../model/task.ts';
import { Parked } from '../agent/loopPorts.ts';
import type { RunKey, WriteContext } from '../store/taskStore.ts';
import type { RunPorts } from './runPorts.ts';

interface AskingOptions {
  readonly ports: Pick<RunPorts, 'store' | 'approver' | 'consents' | 'ids'>;
  readonly task: Task;
  readonly key: RunKey;
  readonly signal: AbortSignal;
  /** Ids of requests whose answers the run's log already holds. */
  readonly consumed: ReadonlySet<string>;
  recordDurably(body: RunEventBody): Promise<void>;
  context(): WriteContext;
}

/** Puts a run's requests before people: those at this host through the approver, those at other doors through the store. */
export class Asking {
  readonly #options: AskingOptions;
  readonly #consumed: Set<string>;

  constructor(options: AskingOptions) {
    this.#options = options;
    this.#consumed = new Set(options.consumed);
  }

  /** The answer of a person. Throws `Parked` when nobody is there, and the signal's reason on abort. */
  async ask(body: RequestBody): Promise<RequestAnswer> {
    const { store } = this.#options.ports;
    const earlier = (await store.listRequests({ run: this.#options.key.run })).find((request) => this.#isSame(request, body));
    if (earlier?.answer && (await this.#counts(earlier, earlier.answer))) return this.#accept(earlier, earlier.answer, somebody);
    let request = earlier && !earlier.answer ? earlier : await this.#open(body);
    for (;;) {
      const given = await this.#wait(request);
      if (given) return this.#accept(request, given.answer, given.by);
      request = await this.#askAgain(request);
    }
  }

  /** What was answered is not what is asked here, or nothing is left to be answered: without a new request the run would wait for ever. */
  async #askAgain({ id, body }: PersonRequest): Promise<PersonRequest> {
    this.#consumed.add(id);
    await this.#options.recordDurably({
      type: 'status',
      message: l10n.t('The answer does not count: the request was changed meanwhile. It is asked again.'),
    });
    return this.#open(body);
  }

  async #open(body: RequestBody): Promise<PersonRequest> {
    const { ports, key, recordDurably, context } = this.#options;
    const request = await ports.store.openRequest(key, ports.ids.next(), body, context());
    const type = body.kind === 'question' ? 'question' : 'approval-request';
    await recordDurably({ type, request: request.id, body });
    return request;
  }

  /** `undefined` when the request cannot be answered any more. */
  async #wait(request: PersonRequest): Promise<{ answer: RequestAnswer; by: Actor } | undefined> {
    const { ports, key, signal, context } = this.#options;
    await ports.store.reportRun(key, { waiting: describeRequest(request.body) }, context());
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    try {
      const here = ports.approver.answer(request, either).then((answer) => (answer ? { answer, by: somebody, here: true } : undefined));
      const first = await Promise.race([here, this.#answeredElsewhere(request, either)]);
      if (first === 'void') return undefined;
      if (!first) throw new Parked(describeRequest(request.body));
      if (first.here) await this.#store(request, first.answer);
      return first;
    } catch (error) {
      if (error instanceof Parked) throw error;
      await this.#goOn();
      throw error;
    } finally {
      done.abort();
    }
  }

  /** The first answer counts: if another door was faster, the run goes on with that one at the next look. */
  async #store(request: PersonRequest, answer: RequestAnswer): Promise<void> {
    const { ports, context } = this.#options;
    try {
      await ports.store.answerRequest(request.id, answer, { ...context(), actor: somebody });
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'conflict')) throw error;
    }
  }

  #answeredElsewhere(request: PersonRequest, signal: AbortSignal): Promise<{ answer: RequestAnswer; by: Actor; here: false } | 'void'> {
    const { ports } = this.#options;
    return new Promise((resolve, reject) => {
      const look = async (): Promise<void> => {
        const [now] = (await ports.store.listRequests({ run: request.run })).filter((each) => each.id === request.id);
        if (now && !now.answer) return;
        // The person answered what the store showed them: that must be what is asked here.
        const counts = now?.answer && sameJson(now.body, request.body) && (await this.#counts(now, now.answer));
        resolve(counts && now.answer ? { answer: now.answer, by: somebody, here: false } : 'void');
      };
      const subscription = ports.store.onDidChange((change) => {
        if (change.others) look().catch(reject);
      });
      look().catch(reject);
      const stop = (): void => {
        subscription.dispose();
        reject(signal.reason as Error);
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** An approval read from the store counts only with a consent beside it: the store lies where commands can write. */
  async #counts(request: PersonRequest, answer: RequestAnswer): Promise<boolean> {
    if (answer.kind !== 'approve') return true;
    const { consents, store } = this.#options.ports;
    return consents.has('approval', store.storeId, approvalContent(request, answer.scope));
  }

  #goOn(): Promise<void> {
    const { ports, key, context } = this.#options;
    return ports.store.reportRun(key, { waiting: null }, context());
  }

  async #accept(request: PersonRequest, answer: RequestAnswer, by: Actor): Promise<RequestAnswer> {
    this.#consumed.add(request.id);
    await this.#goOn();
    const type = request.body.kind === 'question' ? 'answer' : 'approval-response';
    await this.#options.recordDurably({ type, request: request.id, answer, by });
    return answer;
  }

  #isSame(request: PersonRequest, body: RequestBody): boolean {
    if (this.#consumed.has(request.id) || request.body.kind !== body.kind) return false;
    if (body.kind === 'approval') return JSON.stringify(request.body) === JSON.stringify(body);
    if (body.kind === 'question') return request.body.kind === 'question' && request.body.callId === body.callId;
    return body.kind !== 'limit' || (request.body.kind === 'limit' && request.body.limit === body.limit);
  }
}

const somebody: Actor = { kind: 'person', name: 'person' };

/** What a consent for an approval is given on: this request with everything the person was shown, and how far the approval goes. */
export function approvalContent(request: Pick<PersonRequest, 'id' | 'body'>, scope: GrantScope): string {
  return `${request.id}\n${scope}\n${JSON.stringify(request.body)}`;
}

/** One line for cards and terminals: what is waited for. */
export function describeRequest(body: RequestBody): string {
  switch (body.kind) {
    case 'approval':
      return l10n.t('Waits for approval: {0}', body.summary);
    case 'question':
      return l10n.t('Waits for an answer: {0}', body.question);
    case 'limit':
    case 'interrupted':
      return body.message;
  }
}
