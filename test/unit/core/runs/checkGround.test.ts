import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { Check } from '../../../../src/core/model/check.ts';
import { changedGround, photographGround } from '../../../../src/core/runs/checkGround.ts';
import { openNodeWorkArea } from '../../../../src/node/nodeWorkArea.ts';
import { memoryWorkArea } from '../../../support/memoryWorkArea.ts';
import { tempFolder } from '../../../support/tempFolder.ts';

const check: Check = {
  id: 'c1',
  spec: { kind: 'command', command: './verify', timeLimit: 60 },
  state: 'accepted',
  by: { kind: 'person', name: 'p' },
  baseline: null,
  latest: null,
};
const { signal } = new AbortController();

test('a change behind a link that has the name of a test is noticed', { skip: process.platform === 'win32' }, async (t) => {
  const folder = await tempFolder(t);
  const work = join(folder, 'work');
  mkdirSync(join(work, 'cases'), { recursive: true });
  writeFileSync(join(work, 'cases', 'a.js'), 'one');
  writeFileSync(join(work, 'impl.sh'), 'exit 1');
  symlinkSync('cases', join(work, 'tests'));
  symlinkSync('impl.sh', join(work, 'verify'));
  const area = await openNodeWorkArea({ roots: [{ name: 'work', folder: work }], trash: join(folder, 'trash') });
  const photograph = () => photographGround([check], { root: 'work', path: '' }, { workArea: area }, signal);
  const before = await photograph();
  assert.deepEqual(changedGround(before, await photograph()), []);
  writeFileSync(join(work, 'cases', 'a.js'), 'two');
  writeFileSync(join(work, 'impl.sh'), 'exit 0');
  assert.deepEqual(changedGround(before, await photograph()), ['tests', 'verify']);
});

test('a workspace with too many files is said not to be seen whole', async () => {
  const area = memoryWorkArea();
  area.list = () => Promise.resolve({ entries: [], truncated: true });
  assert.equal((await photographGround([check], { root: 'app', path: '' }, { workArea: area }, signal)).whole, false);
});
