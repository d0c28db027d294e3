import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textReplacements } from '../../../../src/vscode/workArea/textReplacements.ts';
import { applied } from '../../../support/fakeBuffers.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '😀', '😁', '\ud83d', 'x\n', '  }\n'), { maxLength: 30 })
  .map((parts) => parts.join(''));

test('the replacements make the one text of the other, in order and without touching each other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const replacements = textReplacements(before, after);
      assert.equal(applied(before, replacements), after);
      replacements.reduce((end, replacement) => {
        assert.ok(replacement.start >= end && replacement.end >= replacement.start);
        return replacement.end + 1;
      }, 0);
    }),
    { numRuns: 2000 },
  );
});

test('they touch only what differs, also when two places far apart do', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
  const before = lines.join('');
  const after = lines.with(10, 'line ten\n').toSpliced(90, 1).join('');
  assert.deepEqual(textReplacements(before, after), [
    { start: before.indexOf('10\n'), end: before.indexOf('10\n') + 2, text: 'ten' },
    { start: before.indexOf('line 90\n'), end: before.indexOf('line 91\n'), text: '' },
  ]);
  assert.deepEqual(textReplacements(before, before), []);
});

test('no line end and no surrogate pair is cut', () => {
  assert.deepEqual(textReplacements('a\n', 'a\r\n'), [{ start: 1, end: 2, text: '\r\n' }]);
  assert.deepEqual(textReplacements('a\r\nb', 'a\nb'), [{ start: 1, end: 3, text: '\n' }]);
  assert.deepEqual(textReplacements('😀', '😁'), [{ start: 0, end: 2, text: '😁' }]);
});

test('texts that have nothing in common are replaced in one piece, quickly', () => {
  const [before, after] = ['a', 'b'].map((name) => Array.from({ length: 20_000 }, (_, index) => `${name}${index}`).join('\n')) as [
    string,
    string,
  ];
  const replacements = textReplacements(before, after);
  assert.equal(replacements.length, 1);
  assert.equal(applied(before, replacements), after);
});
