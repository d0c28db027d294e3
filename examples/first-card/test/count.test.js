import assert from 'node:assert/strict';
import test from 'node:test';
import { count } from '../src/count.js';

test('several things', () => {
  assert.equal(count(3, 'card'), '3 cards');
});

test('no things', () => {
  assert.equal(count(0, 'card'), 'no cards');
});

test('one thing has no s', () => {
  assert.equal(count(1, 'card'), '1 card');
});
