import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTextFilter } from '../../../../src/core/base/safeText.ts';
import type { Effect } from '../../../../src/core/model/effect.ts';
import type { RequestBody } from '../../../../src/core/model/request.ts';
import { describeRequestForPerson, type RequestText } from '../../../../src/core/runs/requestText.ts';

const filter = createTextFilter({ secrets: ['sk-secret-secret'] });
const approval = (effects: Effect[], summary = 'Do it'): RequestBody => ({
  kind: 'approval',
  callId: 'c',
  tool: 't',
  summary,
  reason: 'it must',
  scopes: ['once', 'run'],
  diff: null,
  effects,
});
const command = (text: string, path = ''): Effect => ({ kind: 'command', command: text, folder: { root: '', path }, background: false });
const write = (path: string, isProtected = false): Effect => ({
  kind: 'write',
  at: { root: '', path },
  change: 'edit',
  protected: isProtected,
});
const told = (...effects: Effect[]): RequestText => describeRequestForPerson(approval(effects), filter);

describe('what people are told of a request', () => {
  test('a short command in the main folder is said in one line that says all', () => {
    const { title, titleSaysAll, facts, scopes } = told(command('npm test'));
    assert.deepEqual([title, titleSaysAll], ['asks to run: npm test', true]);
    assert.deepEqual(
      facts.map(({ kind, value }) => [kind, value]),
      [
        ['command', 'npm test'],
        ['folder', '.'],
        ['reason', 'it must'],
      ],
    );
    assert.deepEqual(scopes, ['once', 'run']);
  });

  test('a line does not say all of a long command, one of many lines, one in another folder, or one beside unsaved files', () => {
    for (const effect of [
      command('x'.repeat(200)),
      command('ls\nrm -rf .'),
      command('ls  -l'),
      command('ls', 'sub'),
      { ...command('ls'), unsaved: [{ root: '', path: 'a' }] } as Effect,
    ]) {
      assert.equal(told(effect).titleSaysAll, false);
    }
  });

  test('lines of a command are told apart where they stand in one', () => {
    assert.equal(told(command('ls\n  rm -rf .')).title, 'asks to run: ls ⏎ rm -rf .');
  });

  test('a long command is cut in the line and whole among the facts', () => {
    const { title, facts } = told(command(`npm test ${'x'.repeat(500)} && rm -rf .`));
    assert.equal(title.length, 120);
    assert.equal(told(command('node scripts/check.ts --only lint --fix --quiet')).titleSaysAll, false, 'a side bar would cut it');
    assert.match(title, /…$/);
    assert.match(facts[0]?.value ?? '', /rm -rf \.$/);
  });

  test('a hidden character is shown as its code and told of', () => {
    const { title, hadInvisible, titleSaysAll } = told(command('echo \u202e hi'));
    assert.equal(title, 'asks to run: echo <U+202E> hi');
    assert.deepEqual([hadInvisible, titleSaysAll], [true, false]);
    assert.equal(told(command('echo hi')).hadInvisible, false);
  });

  test('a key is masked', () => {
    assert.doesNotMatch(JSON.stringify(told(command('curl -H sk-secret-secret'))), /sk-secret-secret/);
  });

  test('an edit names its file; a protected one is not decided by a line', () => {
    assert.deepEqual([told(write('src/a.ts')).title, told(write('src/a.ts')).titleSaysAll], ['asks to edit src/a.ts', true]);
    const guarded = told(write('.github/ci.yml', true));
    assert.deepEqual([guarded.titleSaysAll, guarded.facts[0]?.note], [false, '(protected)']);
  });

  test('the folder of the workspace is named where there are several', () => {
    const effect: Effect = { kind: 'write', at: { root: 'web', path: 'a.ts' }, change: 'edit', protected: false };
    const titleOf = (summary: string): string => describeRequestForPerson(approval([effect], summary), filter).title;
    assert.deepEqual([titleOf('Edit a.ts'), titleOf('Edit web/a.ts')], ['asks to edit a.ts', 'asks to edit web/a.ts']);
    const run: Effect = { kind: 'command', command: 'ls', folder: { root: 'web', path: '' }, background: false };
    const saysAll = (summary: string): boolean => describeRequestForPerson(approval([run], summary), filter).titleSaysAll;
    assert.deepEqual([saysAll('Run: ls'), saysAll('Run in web: ls')], [true, false]);
  });

  test('many files are counted in the line and named one by one below', () => {
    const { title, titleSaysAll, facts } = told(write('a'), write('b'));
    assert.deepEqual([title, titleSaysAll], ['asks to change 2 files', false]);
    assert.deepEqual(
      facts.map(({ value }) => value),
      ['a', 'b', 'it must'],
    );
  });

  test('questions, limits and interruptions are said in their own words', () => {
    const question = describeRequestForPerson({ kind: 'question', callId: 'c', question: 'Which\none?', choices: ['a', 'b'] }, filter);
    assert.deepEqual([question.title, question.detail, question.choices], ['asks: Which one?', 'Which\none?', ['a', 'b']]);
    assert.match(describeRequestForPerson({ kind: 'limit', limit: 'steps', message: '50 steps' }, filter).title, /limit: 50 steps/);
    assert.match(describeRequestForPerson({ kind: 'interrupted', message: 'cut off' }, filter).title, /interrupted: cut off/);
  });
});
