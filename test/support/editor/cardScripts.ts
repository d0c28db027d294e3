import type { ServedReply } from '../modelReplies.ts';
import type { Answer, ModelServer, ServedRequest } from '../modelServer.ts';

/** What a model says for the card with a title, one answer after the other. Then it has nothing more to do. */
export type CardScripts = Readonly<Record<string, readonly Answer[]>>;

/** A reply that calls one tool. */
export function toolCall(name: string, input: object, text?: string): ServedReply {
  return { ...(text === undefined ? {} : { text }), toolCalls: [{ name, arguments: input }] };
}

/**
 * Lets a model answer by the card that a request is about and by how much it has said for it: nothing is left over when a test fails, and cards may
 * be done in any order. Answers what the agent of a card was told last, as JSON; empty when it has asked nothing yet.
 */
export function answerCards(model: ModelServer, scripts: CardScripts): (title: string) => string {
  const titleOf = ({ body }: ServedRequest): string => {
    const text = JSON.stringify(body);
    const titles = Object.keys(scripts).filter((title) => text.includes(title));
    // "Write it again" is not "Write it".
    return titles.toSorted((a, b) => b.length - a.length)[0] ?? '';
  };
  model.answerEach((request) => {
    const said = (request.body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;
    return scripts[titleOf(request)]?.[said] ?? { reply: { text: 'Nothing more to do.' } };
  });
  return (title) => {
    const request = model.requests.findLast((each) => titleOf(each) === title);
    return request ? JSON.stringify(request.body) : '';
  };
}
