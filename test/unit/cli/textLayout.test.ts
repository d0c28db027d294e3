import assert from 'node:assert/strict';
import test from 'node:test';
import { cut, duration, table, widthOf } from '../../../src/cli/textLayout.ts';

test('colours take no room in a table and wide characters take two', () => {
  assert.equal(
    table([
      ['\u001b[31mred\u001b[39m', 'x'],
      ['longer', 'y'],
    ]),
    '\u001b[31mred\u001b[39m     x\nlonger  y',
  );
  assert.equal(widthOf('日本'), 4);
});

test('a cut text is never wider than asked', () => {
  for (const text of ['plain words here', '日本語のタイトル', '👍👍👍👍👍👍'])
    for (let width = 1; width < 12; width++) assert.ok(widthOf(cut(text, width)) <= width, `${text} at ${width}`);
});

test('durations read like speech', () => {
  assert.deepEqual([400, 12_300, 59_900, 185_000].map(duration), ['0.4 s', '12 s', '60 s', '3 min 5 s']);
});
