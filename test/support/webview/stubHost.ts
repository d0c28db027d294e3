import type { Board } from '../../../src/core/model/board.ts';
import type { BoardCard } from '../../../src/core/model/boardCard.ts';
import type { BoardFacts, BoardRequest, BoardUpdate } from '../../../src/protocol/boardPage.ts';

/** What a test gives the page, and what it may look at. Lives in the page. */
export interface StubHost {
  readonly sent: BoardRequest[];
  cards: BoardCard[];
  revision: number;
  refusal: string | null;
  send(update: BoardUpdate): void;
  /** Changes a card and tells the page. */
  change(id: string, change: Partial<BoardCard>): void;
}

export interface StubOptions {
  readonly board: Board;
  readonly cards: BoardCard[];
  readonly facts: BoardFacts;
  /** The messages that `ready` is answered with. */
  readonly snapshot: BoardUpdate[];
}

/**
 * Stands in the page for the editor and the window behind it: keeps the page's state over a reload, answers what the page asks for after a moment,
 * as the window would. Runs in the browser: it may use nothing from outside.
 */
export function installStubHost({ cards, facts, snapshot }: StubOptions): void {
  const page = globalThis as unknown as { dispatchEvent(event: unknown): void };
  const after = (act: () => void): void => void setTimeout(act, 5);
  const host: StubHost = {
    sent: [],
    cards,
    revision: snapshot[0]?.type === 'board-snapshot' ? snapshot[0].revision : 0,
    refusal: null,
    send: (update) => page.dispatchEvent(new MessageEvent('message', { data: structuredClone(update) })),
    change: (id, change) => tell([{ ...host.cards.find((card) => card.id === id), ...change } as BoardCard], []),
  };
  const tell = (upserts: BoardCard[], removed: string[]): void => {
    const from = host.revision;
    host.revision += 1;
    const changed = upserts.map((card) => ({ ...card, revision: host.revision }));
    host.cards = [...host.cards.filter(({ id }) => !removed.includes(id) && !changed.some((card) => card.id === id)), ...changed];
    host.send({ type: 'board-changes', from, revision: host.revision, upserts: changed, removed: removed as never });
  };
  const answer = (ask: number, act: () => string | null): void =>
    after(() => {
      const task = host.refusal === null ? act() : null;
      host.send({ type: 'board-answer', ask, problem: host.refusal, task: task as never });
    });
  const move = (request: Extract<BoardRequest, { type: 'cards-move' }>): null => {
    const rank = (id: string | null): string => host.cards.find((card) => card.id === id)?.rank ?? '';
    const base = rank(request.after);
    const moved = request.tasks.flatMap((id, index) => {
      const card = host.cards.find((each) => each.id === id);
      return card === undefined
        ? []
        : {
            ...card,
            status: request.to ?? card.status,
            rank: request.after === null && request.before !== null ? `Z${rank(request.before)}${index}` : `${base}V${index}`,
          };
    });
    tell(moved, []);
    return null;
  };
  const rename = ({ task, title }: Extract<BoardRequest, { type: 'card-rename' }>): null => {
    host.change(task, { title });
    return null;
  };
  const create = (request: Extract<BoardRequest, { type: 'card-create' }>): string => {
    const number = Math.max(0, ...host.cards.map((card) => card.number)) + 1;
    const id = `01NEW${String(number).padStart(21, '0')}`;
    tell(
      [
        {
          ...(snapshotCard as BoardCard),
          id: id as never,
          number,
          title: request.title,
          status: request.status,
          rank: `z${String(number).padStart(8, '0')}`,
        },
      ],
      [],
    );
    return id;
  };
  const snapshotCard: Omit<BoardCard, 'id' | 'number' | 'title' | 'status' | 'rank'> = {
    statusReason: null,
    priority: 'P2',
    labels: [],
    project: null,
    agent: null,
    accepted: true,
    openDependencies: 0,
    lostDependencies: 0,
    progress: 0,
    runAfter: null,
    due: null,
    revision: 0,
    updatedAt: 0,
    createdAt: 0,
    attempts: 0,
    parent: null,
    eta: null,
    checks: { total: 0, passed: 0, failed: 0 },
    cost: null,
    run: null,
    approvalPending: false,
  };
  const receive = (request: BoardRequest): void => {
    host.sent.push(request);
    if (request.type === 'ready')
      after(() => [{ type: 'board-facts', facts } as BoardUpdate, ...snapshot].forEach((update) => host.send(update)));
    if (request.type === 'cards-move') answer(request.ask, () => move(request));
    if (request.type === 'card-create') answer(request.ask, () => create(request));
    if (request.type === 'card-rename') answer(request.ask, () => rename(request));
    if (request.type === 'cards-command' && request.command === 'rota.deleteCard') after(() => tell([], request.tasks));
  };
  const kept = sessionStorage.getItem('kept');
  Object.assign(globalThis, {
    stubHost: host,
    acquireVsCodeApi: () => ({
      postMessage: (request: BoardRequest) => receive(structuredClone(request)),
      getState: () => (kept === null ? undefined : (JSON.parse(kept) as unknown)),
      setState: (state: unknown) => sessionStorage.setItem('kept', JSON.stringify(state)),
    }),
  });
}
