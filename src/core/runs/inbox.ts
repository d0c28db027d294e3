import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Actor } from '../model/actor.ts';
import type { PersonRequest, RequestAnswer, RequestBody } from '../model/request.ts';
import type { TaskStore } from '../store/taskStore.ts';
import type { Consents } from '../tasks/consents.ts';
import { approvalContent } from './asking.ts';

interface InboxPorts {
  readonly store: TaskStore;
  readonly consents: Consents;
  readonly clock: Clock;
}

const fitting: Record<RequestBody['kind'], readonly RequestAnswer['kind'][]> = {
  approval: ['approve', 'reject'],
  question: ['text', 'reject'],
  limit: ['continue', 'stop'],
  interrupted: ['continue', 'start-over', 'stop'],
};

/** Everything that waits for a person's answer, over all cards. */
export class Inbox {
  readonly #ports: InboxPorts;
  readonly #answers = new Emitter<PersonRequest>();

  /** A person answered a request at this host. */
  readonly onDidAnswer: Event<PersonRequest> = this.#answers.event;

  constructor(ports: InboxPorts) {
    this.#ports = ports;
  }

  list(): Promise<PersonRequest[]> {
    return this.#ports.store.listRequests({ open: true });
  }

  /** Answers one request. Only people can; the first answer counts. */
  async answer(id: string, answer: RequestAnswer, actor: Actor): Promise<PersonRequest> {
    const { store, consents, clock } = this.#ports;
    if (actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person can answer.'));
    const request = (await this.list()).find((each) => each.id === id);
    if (!request) throw new UserError('not-found', l10n.t('There is no open request {0}.', id));
    const kinds = fitting[request.body.kind];
    if (!kinds.includes(answer.kind)) throw new UserError('invalid', l10n.t('This request is answered with: {0}.', kinds.join(', ')));
    if (answer.kind === 'approve' && request.body.kind === 'approval' && !request.body.scopes.includes(answer.scope)) {
      throw new UserError('invalid', l10n.t('This can only be approved for this one call.'));
    }
    if (answer.kind === 'approve') await consents.grant('approval', store.storeId, approvalContent(request, answer.scope), actor);
    const answered = await store.answerRequest(id, answer, { actor, at: clock.now() });
    this.#answers.fire(answered);
    return answered;
  }
}
