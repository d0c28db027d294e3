import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { PersonRequest, RequestAnswer } from '../model/request.ts';
import { assertAnswer } from '../rules/answers.ts';
import { getHeldRun } from './heldRuns.ts';
import { parseInput } from './parseInput.ts';
import { findRequest, insertRequest, saveAnswer } from './requests.ts';
import type { StoreCore } from './storeCore.ts';
import type { TaskStore } from './taskStore.ts';

type RequestOperations = Pick<TaskStore, 'openRequest' | 'answerRequest'>;

/** What runs ask of people. */
export function requestOperations(core: StoreCore): RequestOperations {
  return {
    openRequest(key, id, body, context) {
      return core.write('request-open', PersonRequest, context, (transaction) => {
        const { task, run } = getHeldRun(transaction, key);
        if (findRequest(transaction.reader, id)) throw new UserError('conflict', l10n.t('There is already a request {0}.', id));
        const made = { id, task: task.id, run: run.id, at: context.at, body, answer: null, answeredAt: null, answeredBy: null };
        const request = parseInput(PersonRequest, made);
        const { sql, params } = insertRequest(request);
        transaction.run(sql, params);
        transaction.touchOthers();
        return () => request;
      });
    },

    answerRequest(id, answer, context) {
      return core.write('request-answer', PersonRequest, context, (transaction) => {
        const request = findRequest(transaction.reader, id);
        if (!request) throw new UserError('not-found', l10n.t('There is no request {0}.', id));
        if (request.answer) throw new UserError('conflict', l10n.t('This was already answered: {0}.', request.answer.kind));
        const given = parseInput(RequestAnswer, answer);
        assertAnswer(request.body, given, context.actor);
        const { sql, params } = saveAnswer(id, given, context.actor, context.at);
        transaction.run(sql, params);
        transaction.touchOthers();
        transaction.tell(request.task, 'request-answer', l10n.t('{0} answered: {1}', request.body.kind, given.kind));
        transaction.audit('request-answer', `run ${request.run}`, `${request.body.kind}: ${given.kind}`);
        return () => ({ ...request, answer: given, answeredAt: context.at, answeredBy: context.actor });
      });
    },
  };
}
