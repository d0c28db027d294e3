import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardFilter, labelsInUse, noFilter, NOBODY, type Filter } from '../../../webview-ui/board/filter.ts';
import { cardId, someCards } from '../../support/webview/boardCards.ts';

const cards = someCards([
  { title: 'Fix the Login form', labels: ['bug', 'ui'], agent: 'coder', priority: 'P0' },
  { title: 'Write docs', labels: ['docs'], accepted: false },
  { title: 'Log rotation', status: 'review', agent: 'writer' },
  { title: 'Wait for the bug', status: 'waiting', agent: 'coder', labels: ['bug'] },
  { title: 'Done and never accepted', status: 'done', accepted: false },
]);
const matching = (filter: Partial<Filter>, asking: number[] = []): number[] =>
  cards.filter(cardFilter({ ...noFilter, ...filter }, new Set(asking.map(cardId)))).map(({ number }) => number);

test('every word counts, in number, title, labels and agent, whatever its case', () => {
  assert.deepEqual(matching({ text: 'LOG' }), [1, 3]);
  assert.deepEqual(matching({ text: ' coder  bug ' }), [1, 4]);
  assert.deepEqual(matching({ text: '#3' }), [3]);
  assert.deepEqual(matching({ text: '.*' }), []);
});

test('letters with several spellings are found in each, and labels whatever their case', () => {
  const some = someCards([{ title: 'İstanbul' }, { title: 'Hauptstraße', labels: ['Bug'] }, { title: 'STRASSE', labels: ['bug', 'ui'] }]);
  const found = (filter: Partial<Filter>): number[] =>
    some.filter(cardFilter({ ...noFilter, ...filter }, new Set())).map(({ number }) => number);
  assert.deepEqual([found({ text: 'istanbul' }), found({ text: 'strasse' }), found({ text: 'STRAßE' })], [[1], [2, 3], [2, 3]]);
  assert.deepEqual(found({ label: 'bug' }), [2, 3]);
  assert.deepEqual(labelsInUse(some), ['Bug', 'ui']);
});

test('filters narrow each other', () => {
  assert.deepEqual(matching({ agent: 'coder', label: 'bug', priority: 'P0' }), [1]);
  assert.deepEqual(matching({ agent: NOBODY }), [2, 5]);
});

test('what waits for a person is asked, in review, or proposed and not begun', () => {
  assert.deepEqual(matching({ waiting: true }, [4]), [2, 3, 4]);
});

test('the labels in use begin with the most frequent', () => {
  assert.deepEqual(labelsInUse(cards), ['bug', 'docs', 'ui']);
});

test('labels and agents are one in every spelling', () => {
  const spelled = someCards([
    { labels: ['Café'] },
    { labels: ['cafe\u0301'], agent: 'Coder' },
    { labels: ['CAFÉ', 'x'], agent: 'coder ' },
    { labels: ['x'] },
  ]);
  const numbers = (filter: Partial<Filter>): number[] =>
    spelled.filter(cardFilter({ ...noFilter, ...filter }, new Set())).map(({ number }) => number);
  assert.deepEqual(labelsInUse(spelled), ['Café', 'x']);
  assert.deepEqual(
    [numbers({ label: 'Café' }), numbers({ label: 'x' })],
    [
      [1, 2, 3],
      [3, 4],
    ],
  );
  assert.deepEqual(
    [numbers({ agent: 'coder' }), numbers({ agent: NOBODY })],
    [
      [2, 3],
      [1, 4],
    ],
  );
});
