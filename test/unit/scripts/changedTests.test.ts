import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { namedFiles, reachableFrom } from '../../../scripts/changedTests.ts';

const root = join(import.meta.dirname, '../../..');

test('what uses a changed file is reached, directly or not, round circles too', () => {
  const users = new Map([
    ['a.ts', new Set(['b.ts', 'a.test.ts'])],
    ['b.ts', new Set(['c.ts', 'a.ts'])],
    ['c.ts', new Set(['c.test.ts'])],
    ['d.ts', new Set(['d.test.ts'])],
  ]);
  assert.deepEqual([...reachableFrom(['a.ts'], users)].sort(), ['a.test.ts', 'a.ts', 'b.ts', 'c.test.ts', 'c.ts']);
  assert.deepEqual([...reachableFrom(['read.me'], users)], ['read.me']);
});

test('a file that is started, bundled or read without an import counts as used by whoever names it', () => {
  assert.ok(namedFiles(root, 'src/node/storeWorkerData.ts').includes('src/node/storeWorker.ts'), 'a thread');
  assert.ok(namedFiles(root, 'scripts/bundle.ts').includes('src/extension.ts'), 'an entry of the bundle');
  assert.ok(namedFiles(root, 'scripts/bundle.ts').includes('webview-ui/board/main.tsx'), 'a pattern');
  assert.ok(namedFiles(root, 'test/support/editor/builtExtension.ts').includes('src/app.ts'), 'all that a package is made from');
  assert.ok(!namedFiles(root, 'scripts/bundle.ts').includes('src/app.ts'));
});
