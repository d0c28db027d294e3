import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../src/core/base/errors.ts';
import type { CheckSpec } from '../../src/core/model/check.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import { CardRequest, CardUpdate } from '../../src/protocol/cardPage.ts';
import { findCards } from '../../src/vscode/card/findCards.ts';
import { readCardView } from '../../src/vscode/card/readCardView.ts';
import { saveCardEdit } from '../../src/vscode/card/saveCardEdit.ts';
import type { Flow } from './flowApp.ts';
import type { OpenPage } from './openPage.ts';

/** Stands between a card's page in a browser and a real Rota in memory, as the window does. */
export interface CardHost {
  /** Everything that the page asked for, parsed as the window parses it. */
  readonly asked: CardRequest[];
  /** Shows the card as it is now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export async function hostCard(shown: OpenPage, flow: Flow, task: TaskId, guesses: readonly CheckSpec[] = []): Promise<CardHost> {
  const asked: CardRequest[] = [];
  let [open, seen] = [true, 0];
  const tell = (update: CardUpdate): Promise<void> => shown.tell(CardUpdate.parse(update));
  const cards = async (): Promise<Parameters<typeof readCardView>[1]['cards']> =>
    new Map((await flow.store.readBoard()).cards.map((card) => [card.id, card]));
  const refresh = async (): Promise<void> => {
    const view = await readCardView(task, {
      store: flow.store,
      filter: (text) => text,
      cards: await cards(),
      roots: ['work'],
      guesses,
      now: flow.clock.now(),
      whyNot: flow.app.dispatcher.whyNot(task),
      unordered: !flow.app.dispatcher.isOrdered(task),
    });
    await tell(view ? { type: 'card', view } : { type: 'card-gone', message: 'gone' });
  };
  const answer = async (request: CardRequest): Promise<void> => {
    if (request.type === 'ready') return refresh();
    if (request.type === 'card-search')
      return tell({ type: 'cards-found', search: request.search, cards: findCards((await cards()).values(), request.text, task) });
    if (!('write' in request)) return undefined;
    const said = await write(flow, task, request).then(
      (saved) => ({ outcome: saved ? 'saved' : 'conflict', message: '' }) as const,
      refusal,
    );
    await refresh();
    return tell({ type: 'write-answer', write: request.write, ...said });
  };
  // A page that is loaded anew has asked for nothing yet.
  shown.page.on('framenavigated', () => (seen = 0));
  const loop = (async () => {
    while (open) {
      // Meanwhile nothing can be asked of it.
      const sent = await shown.sent().catch(() => []);
      for (const message of sent.slice(seen)) {
        seen += 1;
        const request = CardRequest.parse(message);
        asked.push(request);
        await answer(request);
      }
      await sleep(20);
    }
  })();
  return {
    asked,
    refresh,
    close: async () => {
      open = false;
      await loop;
    },
  };
}

async function write(flow: Flow, task: TaskId, request: Extract<CardRequest, { write: number }>): Promise<boolean> {
  switch (request.type) {
    case 'card-edit':
      return saveCardEdit(request, {
        find: () => flow.store.findTask(task),
        change: (change, expectedRevision) => flow.call('task.change', { task, change, expectedRevision }),
      });
    case 'card-move':
      return Boolean(await flow.call('task.move', { task, to: request.to }));
    case 'check-accept':
      return Boolean(await flow.call('task.accept-checks', { task, checks: [{ id: request.check, spec: request.spec }] }));
    case 'comment-add':
      return Boolean(await flow.call('task.comment', { task, text: request.text }));
  }
}

function refusal(error: unknown): { outcome: 'refused'; message: string } {
  if (!(error instanceof UserError)) throw error;
  return { outcome: 'refused', message: error.message };
}
