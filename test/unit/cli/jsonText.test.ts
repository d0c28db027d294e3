import assert from 'node:assert/strict';
import test from 'node:test';
import { jsonText } from '../../../src/cli/jsonText.ts';

test('the JSON means what was given and holds no invisible character', () => {
  const value = { text: 'a\u001b[31m\u009b2J\u202e\u{e0041}\u2028é👍', list: [1, null, true] };
  const text = jsonText(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.doesNotMatch(text, /[\u007f-\u009f\u202e\u2028]|\u{e0041}/u);
  assert.match(text, /é👍/);
});
