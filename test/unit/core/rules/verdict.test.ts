import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CheckSpec, type Check } from '../../../../src/core/model/check.ts';
import { judge, restsOn, type Disturbance } from '../../../../src/core/rules/verdict.ts';

const result = (passed: boolean) => ({ passed, at: 1, duration: 1, summary: '', output: '' });
const person = { kind: 'person', name: 'p' } as const;
const npmTest = CheckSpec.parse({ kind: 'command', command: 'npm test' });

function check(before: boolean | null, after: boolean | null, spec: CheckSpec = npmTest, state: Check['state'] = 'accepted'): Check {
  return {
    id: 'c1',
    spec,
    state,
    by: person,
    baseline: before === null ? null : result(before),
    latest: after === null ? null : result(after),
  };
}

const wrote = (...touched: string[]): Disturbance => ({ touched, changedGround: [], unwatched: undefined });

describe('the verdict of the checks', () => {
  it('is done when a check that was red is green', () => {
    assert.deepEqual(judge([check(false, true)], wrote('src/a.ts'), false), { kind: 'done' });
  });

  it('is review when there is no check', () => {
    assert.equal(judge([], wrote(), false).kind, 'review');
  });

  it('is review when every check was already passing', () => {
    assert.equal(judge([check(true, true)], wrote(), false).kind, 'review');
  });

  it('counts no check that an agent only proposed', () => {
    assert.equal(judge([check(false, true, npmTest, 'proposed')], wrote(), false).kind, 'review');
  });

  it('is review when one accepted check was not measured', () => {
    assert.equal(judge([check(false, true), check(null, null)], wrote(), false).kind, 'review');
  });

  it('is review when a check could not be measured, with its reason, and does not call it failing', () => {
    const unmeasured: Check = {
      ...check(false, false, { kind: 'problems' }),
      latest: { ...result(false), unmeasured: 'this needs the editor' },
    };
    assert.deepEqual(judge([check(false, true), unmeasured], wrote(), false), {
      kind: 'review',
      reason: 'Not measured: no new problems in the changed files (this needs the editor).',
    });
  });

  it('is review when the baseline is not known', () => {
    assert.equal(judge([check(null, true)], wrote(), false).kind, 'review');
  });

  it('names the failing checks when one is red', () => {
    const verdict = judge([check(false, true), check(true, false)], wrote(), false);
    assert.equal(verdict.kind === 'failing' && verdict.checks.length, 1);
  });

  it('is never done for a simulation, not even with green checks', () => {
    assert.equal(judge([check(false, true)], wrote(), true).kind, 'review');
  });

  it('is review when the run changed what its check rests on', () => {
    for (const path of [
      'test/a.test.ts',
      'package.json',
      '.github/workflows/ci.yml',
      'vitest.config.ts',
      'src/a_test.go',
      'tests/conftest.py',
      'Makefile',
      'tsconfig.json',
    ]) {
      const verdict = judge([check(false, true)], wrote('src/a.ts', path), false);
      assert.equal(verdict.kind, 'review', path);
      assert.match(verdict.kind === 'review' ? verdict.reason : '', new RegExp(path.replaceAll('.', '\\.')));
    }
  });

  it('is done when another check that turned green stands on firm ground', () => {
    const files = CheckSpec.parse({ kind: 'files', pattern: 'CHANGES.md', containing: 'slug' });
    assert.equal(judge([check(false, true), check(false, true, files)], wrote('test/a.test.ts'), false).kind, 'done');
  });

  it('is review when changes of its ground may have gone unseen, unless it stands on files', () => {
    const unseen = { ...wrote(), unwatched: 'Nobody looked.' };
    const files = CheckSpec.parse({ kind: 'files', pattern: 'CHANGES.md' });
    assert.deepEqual(judge([check(false, true)], unseen, false), { kind: 'review', reason: 'Nobody looked.' });
    assert.equal(judge([check(false, true), check(false, true, files)], unseen, false).kind, 'done');
  });

  it('knows tests and build machinery by the names that they have in many languages', () => {
    const ground = [
      'src/AppTest.java',
      'App.Tests/Add.cs',
      'unittests/add.c',
      'cypress/add.cy.ts',
      'jest.setup.js',
      'vitest.workspace.ts',
      '.nycrc.json',
      'App.csproj',
      'rules.mk',
      'sitecustomize.py',
      'go.work',
      'test-utils/x.js',
    ];
    for (const path of ground) assert.equal(restsOn(npmTest, path), true, path);
    for (const path of ['src/latest.ts', 'src/contest/a.ts', 'src/inspect.ts', 'README.md', 'src/config.ts'])
      assert.equal(restsOn(npmTest, path), false, path);
  });

  it('sees the file that a command names as its ground', () => {
    const spec = CheckSpec.parse({ kind: 'command', command: 'node ./tools/verify.mjs --strict' });
    assert.equal(restsOn(spec, 'tools/verify.mjs'), true);
    assert.equal(restsOn(spec, 'src/verify.ts'), false);
  });
});
