import assert from 'node:assert/strict';
import test from 'node:test';
import { slugify } from '../src/index.ts';

test('words are joined by dashes', () => {
  assert.equal(slugify('Release notes 2.0'), 'release-notes-2-0');
});

test('accents go, letters stay', () => {
  assert.equal(slugify('Crème brûlée, twice!'), 'creme-brulee-twice');
});
