import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CheckResult } from '../../../../src/core/model/check.ts';
import { countChecks } from '../../../../src/core/rules/checkList.ts';
import { problemsAfter, problemsBefore } from '../../../../src/core/rules/problemCounts.ts';

const measured = (errors: Record<string, number>, ...unmeasured: string[]) => ({ errors, unmeasured });
const before = (errors: Record<string, number>): CheckResult => ({ ...problemsBefore(measured(errors)), at: 1, duration: 1, output: '' });

describe('problems before the work', () => {
  it('are green however many there are: nothing is proven by not being worse', () => {
    assert.deepEqual(problemsBefore(measured({ 'a.ts': 3, 'b.ts': 0 })), {
      passed: true,
      summary: '3 errors in 2 files',
      errors: { 'a.ts': 3, 'b.ts': 0 },
    });
  });
});

describe('problems after the work', () => {
  it('are green when there are not more of them, red when there are', () => {
    assert.equal(problemsAfter(before({ 'a.ts': 2, 'b.ts': 1 }), measured({ 'a.ts': 0, 'b.ts': 3 })).passed, true);
    const worse = problemsAfter(before({ 'a.ts': 2, 'b.ts': 1 }), measured({ 'a.ts': 2, 'b.ts': 2 }));
    assert.deepEqual([worse.passed, worse.unmeasured, worse.summary], [false, undefined, '4 errors in 2 files, 3 before']);
  });

  it('count only the files that are there: errors that were deleted with their file excuse no others', () => {
    assert.equal(problemsAfter(before({ 'gone.ts': 9 }), measured({ 'new.ts': 1 })).passed, false);
    assert.equal(problemsAfter(before({ 'a.ts': 1 }), measured({ 'a.ts': 1, constructor: 0 })).passed, true);
  });

  it('are unknown when a file was not measured, when there is none, and when there is nothing to compare with', () => {
    for (const result of [
      problemsAfter(before({ 'a.ts': 9 }), measured({ 'a.ts': 0 }, 'b.ts (silent)')),
      problemsAfter(before({ 'a.ts': 9 }), measured({})),
      problemsAfter(null, measured({ 'a.ts': 1 })),
    ]) {
      assert.equal(result.passed, false);
      assert.ok(result.unmeasured);
    }
    assert.equal(problemsAfter(null, measured({ 'a.ts': 0 })).passed, true, 'no error is not more than any number');
  });
});

describe('the counts on a card', () => {
  it('call a check that was not measured neither passed nor failed', () => {
    const latest = { ...problemsAfter(null, measured({}, 'a.ts (silent)')), at: 1, duration: 1, output: '' };
    assert.deepEqual(
      countChecks([
        { id: 'c1', spec: { kind: 'problems' }, state: 'accepted', by: { kind: 'person', name: 'ada' }, baseline: null, latest },
      ]),
      { total: 1, passed: 0, failed: 0 },
    );
  });
});
