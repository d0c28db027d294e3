import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asSentence } from '../../../../src/core/base/sentence.ts';

test('a reason that stands by itself begins with a capital letter and ends with a mark, and a sentence stays as it is', () => {
  assert.equal(asSentence('it waits for #2, which is being worked on'), 'It waits for #2, which is being worked on.');
  assert.equal(asSentence(' ähnlich '), 'Ähnlich.');
  assert.equal(asSentence('𝒶 b'), '𝒶 b.');
  for (const whole of ['It has no check, so a person decides.', 'Why?', 'He said "no."', '']) assert.equal(asSentence(whole), whole);
});
