import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckSpec } from '../../../../src/core/model/check.ts';
import { draftOfCheck, readCheck } from '../../../../webview-ui/card/checkDraft.ts';
import { checkWords } from '../../../../webview-ui/card/checkWords.ts';

test('every kind of check survives being opened and saved in its form', () => {
  const specs: CheckSpec[] = [
    { kind: 'command', command: 'npm test', timeLimit: 60 },
    { kind: 'files', pattern: 'dist/*.js', expect: 'absent' },
    { kind: 'files', pattern: 'docs/*.md', expect: 'present', containing: 'x' },
    { kind: 'problems' },
    { kind: 'problems', pattern: 'src/**' },
  ];
  for (const spec of specs) assert.deepEqual(readCheck(draftOfCheck(spec)), { value: spec });
});

test('a check of problems takes no pattern that leads outside, and is named by its files', () => {
  assert.ok('problem' in readCheck({ ...draftOfCheck({ kind: 'problems' }), pattern: '../x' }));
  assert.deepEqual(
    [checkWords({ kind: 'problems' }), checkWords({ kind: 'problems', pattern: 'src/**' })],
    ['No new problems in the changed files', 'No new problems in src/**'],
  );
});
