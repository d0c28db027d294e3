import type { PersonRequest } from '../core/model/request.ts';
import { describeRequestForPerson } from '../core/runs/requestText.ts';
import { filterTexts, type TextFilter } from '../core/runs/textFilter.ts';
import type { RequestCard } from '../protocol/requestCard.ts';

/** A request in the words that every door uses, ready for a page. */
export function requestCard(request: PersonRequest, filter: TextFilter): RequestCard {
  const { id, task, run, body, answer, answeredBy, answeredAt } = request;
  const { title, detail, facts, diff, choices, scopes, hadInvisible } = describeRequestForPerson(body, filter);
  return {
    id,
    task,
    run,
    kind: body.kind,
    title,
    detail,
    diff,
    hadInvisible,
    answeredBy,
    answeredAt,
    facts: [...facts],
    choices: [...choices],
    scopes: [...scopes],
    answer: filterTexts(answer, filter),
  };
}
