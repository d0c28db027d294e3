import * as l10n from '@vscode/l10n';
import { RunWish } from '../../core/actions/queueActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { PersonRequest, type RequestAnswer } from '../../core/model/request.ts';
import type { Session } from '../session.ts';

/** Answers what waits for a person, and takes the run up again when nothing carries it any more: after a reload, or after an interruption. */
export async function answerRequest(session: Session, id: string, answer: RequestAnswer): Promise<void> {
  const { store, app } = await session.require();
  const request = (await store.listRequests({ open: true })).find((each) => each.id === id);
  if (!request) throw new UserError('not-found', l10n.t('This no longer waits for you.'));
  const { task, run, body } = request;
  if (body.kind === 'interrupted' && (answer.kind === 'continue' || answer.kind === 'start-over' || answer.kind === 'stop')) {
    await session.call('run.continue', RunWish, { task, how: answer.kind });
    return;
  }
  await session.call('inbox.answer', PersonRequest, { request: id, answer });
  const isCarried = app.runs.active.includes(run);
  const waitsForMore = (await store.listRequests({ run, open: true })).length > 0;
  if (!isCarried && !waitsForMore) await session.call('run.continue', RunWish, { task });
}
