import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFeatures } from '../../../scripts/features.ts';
import { featureTable } from '../../arch/scaffold.ts';
import { tempFolder, writeFiles } from '../../support/tempFolder.ts';

test('what is built whole and what is built in part are counted apart', async (context) => {
  const folder = await tempFolder(context);
  const proof = '`test/unit/app.test.ts` "greets"';
  await writeFiles(folder, {
    'test/unit/app.test.ts': "test('greets', () => {});\n",
    'test/features.md': featureTable({
      F001: `| F001 | create | built | task add | ${proof} |`,
      F002: `| F002 | find | part: by number; missing: by title, by date | task show | ${proof} |`,
      F003: '| F003 | chat | issue 3 | | |',
    }),
  });
  assert.deepEqual(await checkFeatures(folder), { passed: true, note: '1 built, 1 part of 197', report: '' });
});
