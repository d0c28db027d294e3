import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileDiff } from '../../../../src/core/tools/fileDiff.ts';
import { filesOf, proposedText, shownText } from '../../../../src/vscode/run/proposalText.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (count: number, change = (line: string): string => line): string =>
  Array.from({ length: count }, (_, at) => change(`line ${at}`)).join('\n');

function proposed(before: string | null, after: string | null, current = before): string | undefined {
  const [file] = filesOf(fileDiff('src/a.ts', before, after));
  assert.ok(file);
  assert.equal(file.name, 'src/a.ts');
  return proposedText(shownText(current === null ? undefined : bytes(current)), file);
}

test('the proposed text is what the edit would leave', () => {
  const cases: [string | null, string][] = [
    ['a\nb\n', 'a\nc\n'],
    ['a', 'b'],
    ['a\n', 'a'],
    [null, 'new\n'],
    ['', 'x'],
    [`${lines(50)}\n`, `${lines(50, (line) => (line.endsWith('7') ? 'x' : line))}\n`],
    ['-- x\n+++ y\n', '-- x\n++ z\n'],
  ];
  for (const [before, after] of cases) assert.equal(proposed(before, after), after, JSON.stringify([before, after]));
  assert.equal(proposed('a\r\nb\r\n', 'a\r\nc\r\n'), 'a\nc\n');
});

test('an edit of a text that changed meanwhile is moved along, or does not fit', () => {
  const before = lines(30);
  const after = before.replace('line 20', 'line twenty');
  assert.equal(proposed(before, after, `first\n${before}`), `first\n${after}`);
  assert.equal(proposed(before, after, before.replace('line 20', 'line 2O')), undefined);
});

test('a diff that was cut fits nothing', () => {
  const [file] = filesOf(`${fileDiff('a', 'a\n', 'b\n').slice(0, -3)}\n(9 more characters of this diff are not shown)`);
  assert.ok(file);
  assert.equal(proposedText('a\n', file), undefined);
});

test('several files stand apart', () => {
  const diff = [fileDiff('a.ts', 'a\n', 'b\n'), fileDiff('b.ts', null, 'new\n'), fileDiff('c.ts', 'old\n', null)].join('\n');
  assert.deepEqual(
    filesOf(diff).map(({ name, isNew, isDeleted }) => [name, isNew, isDeleted]),
    [
      ['a.ts', false, false],
      ['b.ts', true, false],
      ['c.ts', false, true],
    ],
  );
});
