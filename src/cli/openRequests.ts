import { RequestPage } from '../core/actions/runActions.ts';
import type { PersonRequest } from '../core/model/request.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { Session } from './session.ts';

/** What waits for an answer, by card. A waiting card that is not here was answered: it goes on when it is executed. */
export async function openRequests(session: Session): Promise<ReadonlyMap<TaskId, PersonRequest>> {
  const { items } = await session.call('inbox.list', RequestPage, {});
  return new Map(items.map((request) => [request.task, request]));
}
