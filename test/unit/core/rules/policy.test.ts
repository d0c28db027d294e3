import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Effect } from '../../../../src/core/model/effect.ts';
import { decide, grantsFor, type Grant, type PolicyContext } from '../../../../src/core/rules/policy.ts';

const at = (path: string, root = 'app') => ({ root, path });
const write = (path: string, change: 'create' | 'edit' | 'delete' = 'edit', isProtected = false): Effect => ({
  kind: 'write',
  at: at(path),
  change,
  protected: isProtected,
});
const command = (text: string, folder = ''): Effect => ({ kind: 'command', command: text, folder: at(folder), background: false });
const context = (mode: 'ask' | 'edit', ...grants: Grant[]): PolicyContext => ({ mode, grants });

describe('the policy', () => {
  it('lets an agent read the workspace but asks before it reads a secret', () => {
    assert.equal(decide([{ kind: 'read', at: at('src/a.ts'), secret: false }], context('ask')).verdict, 'allow');
    const secret = decide([{ kind: 'read', at: at('.env'), secret: true }], context('edit'));
    assert.deepEqual(secret.verdict === 'ask' && secret.scopes, ['once']);
  });

  it('asks for every edit in mode Ask and for none in mode Edit', () => {
    assert.equal(decide([write('src/a.ts')], context('ask')).verdict, 'ask');
    assert.equal(decide([write('src/a.ts', 'create')], context('edit')).verdict, 'allow');
  });

  it('asks in mode Edit before one call changes very many files, until they are granted', () => {
    const files = Array.from({ length: 21 }, (_, index) => write(`src/${index}.ts`));
    assert.equal(decide(files.slice(1), context('edit')).verdict, 'allow');
    const decision = decide(files, context('edit'));
    assert.deepEqual(decision.verdict === 'ask' && [decision.reason, decision.scopes], ['it changes 21 files at once', ['once', 'run']]);
    assert.equal(decide(files, context('edit', ...grantsFor(files))).verdict, 'allow');
  });

  it('asks before it deletes, in every mode', () => {
    assert.equal(decide([write('src/a.ts', 'delete')], context('edit')).verdict, 'ask');
  });

  it('asks for a protected path whatever was granted, and only for this once', () => {
    const grants: Grant[] = [
      { kind: 'write', root: undefined, path: '' },
      { kind: 'write', root: 'app', path: '.github/ci.yml' },
    ];
    const decision = decide([write('.github/ci.yml', 'edit', true)], context('edit', ...grants));
    assert.deepEqual(decision.verdict === 'ask' && decision.scopes, ['once']);
  });

  it('runs only the exact command that was allowed', () => {
    const granted = context('edit', { kind: 'command', command: 'npm test' });
    assert.equal(decide([command('npm test')], granted).verdict, 'allow');
    for (const other of ['npm  test', 'npm test ', 'npm test; rm -rf .', 'npm tes', 'NPM test', 'npm test\n']) {
      assert.equal(decide([command(other)], granted).verdict, 'ask', JSON.stringify(other));
    }
  });

  it('runs an allowed command only in the folder that it was allowed in', () => {
    const atStart = context('edit', { kind: 'command', command: 'npm test' });
    assert.equal(decide([command('npm test', 'src/mine')], atStart).verdict, 'ask');
    const once = context('edit', ...grantsFor([command('npm test', 'packages/a')]));
    assert.equal(decide([command('npm test', 'packages/a')], once).verdict, 'allow');
    assert.equal(decide([command('npm test', 'packages/b')], once).verdict, 'ask');
    assert.equal(decide([command('npm test')], once).verdict, 'ask');
  });

  it('keeps a granted folder to what lies below it', () => {
    const granted = context('ask', { kind: 'write', root: undefined, path: 'src/' });
    assert.equal(decide([write('src/deep/a.ts')], granted).verdict, 'allow');
    for (const other of ['srcs/a.ts', 'src', 'test/src/a.ts']) assert.equal(decide([write(other)], granted).verdict, 'ask', other);
  });

  it('keeps a granted path to its root', () => {
    const granted = context('ask', { kind: 'write', root: 'other', path: 'src/' });
    assert.equal(decide([write('src/a.ts')], granted).verdict, 'ask');
  });

  it('decides a call with several effects by the strictest', () => {
    const decision = decide([write('src/a.ts'), write('.vscode/tasks.json', 'edit', true), command('npm test')], context('edit'));
    assert.deepEqual(decision.verdict === 'ask' && decision.scopes, ['once']);
  });

  it('turns an approval for the run into grants for the same file and command, never for a protected path', () => {
    const effects = [write('src/a.ts'), write('.vscode/tasks.json', 'edit', true), command('npm test')];
    assert.deepEqual(grantsFor(effects), [
      { kind: 'write', root: 'app', path: 'src/a.ts' },
      { kind: 'command', command: 'npm test', folder: at('') },
    ]);
  });

  describe('with unsaved changes of a person', () => {
    const dirty = (change: 'edit' | 'delete' = 'edit', isProtected = false): Effect => ({
      kind: 'write',
      at: at('src/a.ts'),
      change,
      protected: isProtected,
      unsaved: true,
    });
    const everything: Grant[] = [{ kind: 'write', root: undefined, path: '' }];

    it('asks before they are saved with an edit, in every mode and whatever was granted', () => {
      for (const allowed of [context('edit'), context('edit', ...everything), context('ask', ...everything)]) {
        const decision = decide([dirty()], allowed);
        assert.match(decision.verdict === 'ask' ? decision.reason : '', /^the file has unsaved changes, which would be saved together/);
        assert.deepEqual(decision.verdict === 'ask' && decision.scopes, ['once', 'run']);
      }
    });

    it('names them beside the other reasons', () => {
      assert.match(
        decide([dirty('delete')], context('edit')).reason,
        /it deletes a file; the file has unsaved changes, which would be lost/,
      );
      const inProtected = decide([dirty('edit', true)], context('edit'));
      assert.match(inProtected.reason, /unsaved/);
      assert.deepEqual(inProtected.verdict === 'ask' && inProtected.scopes, ['once']);
    });

    it('asks about a file once when the answer was for the run, and only about that file', () => {
      const told = context('edit', ...grantsFor([dirty()]));
      assert.equal(decide([dirty()], told).verdict, 'allow');
      assert.equal(decide([{ ...dirty(), at: at('src/b.ts') } as Effect], told).verdict, 'ask');
    });

    it('names what a command will not see, also when the command is allowed, once in a run', () => {
      const stale = { ...command('npm test'), unsaved: [at('src/a.ts'), at('b.md')] } as Effect;
      const first = decide([stale], context('edit', { kind: 'command', command: 'npm test' }));
      assert.match(first.verdict === 'ask' ? first.reason : '', /^it will not see the unsaved changes in src\/a\.ts, b\.md/);
      assert.match(decide([stale], context('edit')).reason, /it runs a command; it will not see/);
      assert.equal(decide([stale], context('edit', ...grantsFor([stale]))).verdict, 'allow');
    });

    it('takes no yes to a command for a yes to saving', () => {
      const told = context('edit', ...grantsFor([{ ...command('npm test'), unsaved: [at('src/a.ts')] } as Effect]));
      assert.equal(decide([dirty()], told).verdict, 'ask');
    });
  });
});
