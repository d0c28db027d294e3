import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BoardCard } from '../../../../src/core/model/boardCard.ts';
import type { PersonRequest } from '../../../../src/core/model/request.ts';
import { ageText, flagsOf, inboxFaceOf, inboxRows, labelOf, type InboxRow } from '../../../../src/vscode/trees/inboxRows.ts';
import { aBoardCard, aRunOfACard, cardId } from '../../../support/aBoardCard.ts';

const ask = (id: string, task: number, at: number, body: PersonRequest['body']): PersonRequest => ({
  id,
  task: cardId(task),
  run: aRunOfACard,
  at,
  body,
  answer: null,
  answeredAt: null,
  answeredBy: null,
});
const question: PersonRequest['body'] = { kind: 'question', callId: 'c', question: 'Which?', choices: [] };
const command = (text: string): PersonRequest['body'] => ({
  kind: 'approval',
  callId: 'c',
  tool: 'run_command',
  summary: '',
  reason: 'r',
  scopes: ['once'],
  diff: null,
  effects: [{ kind: 'command', command: text, folder: { root: '', path: '' }, background: false }],
});
const rowsOf = (cards: readonly BoardCard[], requests: readonly PersonRequest[] = [], seen: number[] = []): InboxRow[] =>
  inboxRows({ cards: new Map(cards.map((card) => [card.id, card])), requests, seen: new Set(seen.map(cardId)), filter: (text) => text });

describe('the inbox', () => {
  test('has what keeps an agent from going on first, then what is to be judged, each the longest waiting first', () => {
    const cards = [
      aBoardCard(1, { status: 'review', updatedAt: 30 }),
      aBoardCard(2, { status: 'failed', updatedAt: 10 }),
      aBoardCard(3, { status: 'waiting' }),
      aBoardCard(4, { accepted: false, updatedAt: 20 }),
      aBoardCard(5),
    ];
    const rows = rowsOf(cards, [ask('b', 3, 99, question), ask('a', 3, 50, command('ls'))]);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['approval', 'question', 'failed', 'proposed', 'review'],
    );
  });

  test('holds a failed card until somebody has looked at it', () => {
    assert.equal(rowsOf([aBoardCard(1, { status: 'failed' })]).length, 1);
    assert.equal(rowsOf([aBoardCard(1, { status: 'failed' })], [], [1]).length, 0);
  });

  test('holds a planned card that needs approval, not one that has ended without it', () => {
    assert.deepEqual(
      rowsOf([aBoardCard(1, { status: 'queued', approvalPending: true }), aBoardCard(2, { status: 'done', approvalPending: true })]).map(
        ({ task }) => task,
      ),
      [cardId(1)],
    );
  });

  test('says in a line which card waits for what', () => {
    const cards = [
      aBoardCard(1, { status: 'waiting' }),
      aBoardCard(2, { status: 'review', statusReason: 'no check' }),
      aBoardCard(3, { accepted: false }),
    ];
    assert.deepEqual(rowsOf(cards, [ask('a', 1, 0, command('npm test'))]).map(labelOf), [
      '#1 asks to run: npm test',
      '#2 is in review. No check.',
      '#3 is proposed',
    ]);
    assert.match(labelOf(rowsOf([], [ask('a', 9, 0, question)])[0] ?? assert.fail()), /deleted card asks: Which\?/);
  });

  test('says beside it the title, the reason and since when', () => {
    const [row] = rowsOf([aBoardCard(1, { status: 'waiting' })], [ask('a', 1, 60_000, question)]);
    assert.equal(inboxFaceOf(row ?? assert.fail(), 60_000 + 5 * 60_000, 'en').description, 'Card 1 · 5 min. ago');
    const [judged] = rowsOf([aBoardCard(2, { status: 'review', statusReason: 'no check', updatedAt: 0 })]);
    const { label, description } = inboxFaceOf(judged ?? assert.fail(), 0, 'en');
    assert.deepEqual([label, description], ['#2 is in review', 'Card 2 · No check. · now']);
  });

  test('offers to approve for the run only where that may be', () => {
    const body = command('ls');
    const wide = { ...body, scopes: ['once', 'run'] } as PersonRequest['body'];
    assert.deepEqual(rowsOf([], [ask('a', 1, 0, body), ask('b', 1, 1, wide)]).map(flagsOf), ['approval', 'approval forRun']);
  });

  test('counts ages in whole minutes, hours and days', () => {
    assert.deepEqual(
      [0, 59_999, 60_000, 3_599_999, 3_600_000, 86_400_000, -5000].map((age) => ageText(age, 'en')),
      ['now', 'now', '1 min. ago', '59 min. ago', '1 hr. ago', 'yesterday', 'now'],
    );
  });
});
