import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../../scripts/editorTests.ts';
import type { TestOutcome } from '../../../scripts/testReport.ts';

const outcome = (files: Readonly<Record<string, boolean>>, passed: number, failed: number): TestOutcome => ({
  passed: failed === 0,
  files: Object.entries(files).map(([path, good]) => ({ path, passed: good, seconds: 1 })),
  counts: { passed, failed, skipped: 0 },
});

test('a file that passes at its second try is flaky, and the run passes', () => {
  const { passed, flaky, counts } = judge(outcome({ a: true, b: false }, 9, 1), outcome({ b: true }, 5, 0));
  assert.deepEqual([passed, flaky, counts], [true, ['b'], { passed: 10, failed: 0, skipped: 0 }]);
});

test('a file that fails twice fails the run', () => {
  const { passed, flaky, counts } = judge(outcome({ a: false, b: false }, 8, 3), outcome({ a: true, b: false }, 5, 2));
  assert.deepEqual([passed, flaky, counts.failed], [false, ['a'], 2]);
});

test('more than two flaky files fail the run', () => {
  const first = outcome({ a: false, b: false, c: false }, 8, 3);
  assert.equal(judge(first, outcome({ a: true, b: true, c: true }, 11, 0)).passed, false);
  assert.equal(judge(outcome({ a: false, b: false }, 8, 2), outcome({ a: true, b: true }, 10, 0)).passed, true);
});
