import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rootNames } from '../../../src/node/rootNames.ts';

test('folders of a workspace have plain names of their own, whatever they are called', () => {
  for (const [names, expected] of [
    [
      ['app', 'lib'],
      ['app', 'lib'],
    ],
    [
      ['app', 'app', 'app'],
      ['app', 'app (2)', 'app (3)'],
    ],
    [
      ['app', 'app (2)', 'app'],
      ['app', 'app (2)', 'app (3)'],
    ],
    [
      ['back\\slash', 'two\nlines', 'a/b'],
      ['back_slash', 'two_lines', 'a_b'],
    ],
    [
      ['', '.', '..'],
      ['folder', 'folder.', 'folder..'],
    ],
    [
      ['-dash', '[br]{ac}*', '🙂 é'],
      ['-dash', '[br]{ac}*', '🙂 é'],
    ],
  ] as const)
    assert.deepEqual(rootNames(names), expected);
});
