import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { RequestAnswer, RequestBody } from '../model/request.ts';

const fitting: Record<RequestBody['kind'], readonly RequestAnswer['kind'][]> = {
  approval: ['approve', 'reject', 'stop'],
  question: ['text', 'stop'],
  limit: ['continue', 'stop'],
  interrupted: ['continue', 'start-over', 'stop'],
};

/** Refuses answers by agents and answers that do not fit what was asked. */
export function assertAnswer(body: RequestBody, answer: RequestAnswer, by: Actor): void {
  if (by.kind === 'agent') throw new UserError('refused', l10n.t('An agent may not answer a request; only a person may.'));
  const kinds = fitting[body.kind];
  if (!kinds.includes(answer.kind)) {
    throw new UserError('invalid', l10n.t('The answer "{0}" does not fit; this request takes {1}.', answer.kind, kinds.join(', ')));
  }
  if (body.kind === 'approval' && answer.kind === 'approve' && !body.scopes.includes(answer.scope)) {
    throw new UserError('invalid', l10n.t('This can be approved for {0} only.', body.scopes.join(', ')));
  }
}
