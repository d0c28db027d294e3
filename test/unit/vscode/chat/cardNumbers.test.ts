import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCardWish } from '../../../../src/vscode/chat/cardNumbers.ts';

test('cards are named by numbers, with or without a sign, in any row', () => {
  assert.deepEqual(readCardWish(' 12 '), { numbers: [12], words: '' });
  assert.deepEqual(readCardWish('#12, #13;14'), { numbers: [12, 13, 14], words: '' });
  assert.deepEqual(readCardWish('12 12'), { numbers: [12], words: '' });
  assert.deepEqual(readCardWish(''), { numbers: [], words: '' });
});

test('what is no number is left as words', () => {
  assert.deepEqual(readCardWish('card 12 of src/a.ts:7'), { numbers: [12], words: 'card of src/a.ts:7' });
  assert.deepEqual(readCardWish('0 -1 1.5 ##2 12345678901'), { numbers: [], words: '0 -1 1.5 ##2 12345678901' });
});
