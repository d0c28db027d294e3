import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { actionsTable } from '../../scripts/actionsTable.ts';

const root = join(import.meta.dirname, '../..');

test('docs/actions.md says what the sources say; npm run docs:actions writes it anew', () => {
  const table = actionsTable(root);
  assert.equal(readFileSync(join(root, 'docs/actions.md'), 'utf8'), table);
  const without = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .filter((line) =>
      line
        .split(' | ')
        .slice(3)
        .every((cell) => /^–( \|)?$/.test(cell)),
    );
  assert.deepEqual(without, [], 'every action has a door');
});
