import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFileLink, splitFileReferences } from '../../../webview-ui/shared/fileReferences.ts';

const places = (text: string) =>
  splitFileReferences(text).flatMap((part) =>
    typeof part === 'string' ? [] : [`${part.place.path}|${part.place.line}|${part.place.column}`],
  );

test('a path with a folder, or a name with a line, is a place in a file', () => {
  const cases: Record<string, string[]> = {
    'see src/add.ts:12:3.': ['src/add.ts|12|3'],
    '(src/add.ts)': ['src/add.ts|null|null'],
    'add.ts:7 and ./b/c.py:1': ['add.ts|7|null', './b/c.py|1|null'],
    'at run (/work/src/añ/b_c.ts:9:1)': ['/work/src/añ/b_c.ts|9|1'],
    'C:\\work\\a.cs:4': ['C:\\work\\a.cs|4|null'],
    '../x/y.md': ['../x/y.md|null|null'],
    'src/a.test.ts:2': ['src/a.test.ts|2|null'],
  };
  for (const [text, expected] of Object.entries(cases)) assert.deepEqual(places(text), expected, text);
});

test('ordinary words are not places', () => {
  for (const text of [
    'console.log',
    'e.g. this',
    'version 1.2.3',
    'a/b',
    'https://example.org/a.html',
    'either/or.',
    'user@host.org',
    'src/',
    '12:30',
  ])
    assert.deepEqual(places(text), [], text);
});

test('the parts put together are the text', () => {
  const text = 'a src/a.ts:1 b src/b.ts, c.d:3\nsrc/e.ts';
  assert.equal(
    splitFileReferences(text)
      .map((part) => (typeof part === 'string' ? part : part.text))
      .join(''),
    text,
  );
});

test('a long text without places is read in linear time', () => {
  const start = performance.now();
  splitFileReferences('a.'.repeat(100_000));
  splitFileReferences('a/'.repeat(100_000));
  splitFileReferences('-'.repeat(200_000));
  assert.ok(performance.now() - start < 1000);
});

test('a relative link names a file, with its line; anything with a scheme does not', () => {
  assert.deepEqual(parseFileLink('src/a%20b.ts#L12'), { path: 'src/a b.ts', line: 12, column: null });
  assert.deepEqual(parseFileLink('src/a.ts:3'), { path: 'src/a.ts', line: 3, column: null });
  for (const address of [
    'https://example.org/a.ts',
    '//example.org/a.ts',
    'command:a.b',
    '#top',
    'vscode://x/y.ts',
    'data:text/html,a.ts',
    '',
  ])
    assert.equal(parseFileLink(address), undefined, address);
});
