import assert from 'node:assert/strict';
import { test } from 'node:test';
import { artifactFileName } from '../../../../src/vscode/card/artifactName.ts';

test('a name that an agent gave leads nowhere and hides nothing', () => {
  assert.equal(artifactFileName('report.pdf'), 'report.pdf');
  assert.equal(artifactFileName('../../.bashrc'), 'bashrc');
  assert.equal(artifactFileName('a\\b:c.txt'), 'b_c.txt');
  assert.equal(artifactFileName('..'), 'artifact');
  assert.equal(artifactFileName('report\u202efdp.exe. '), 'report_U+202E_fdp.exe');
});
