import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Effect } from '../../../../src/core/model/effect.ts';
import { decide, grantsFor, type Grant, type PolicyContext } from '../../../../src/core/rules/policy.ts';

const at = (path: string, root = 'app') => ({ root, path });
const write = (path: string, change: 'create' | 'edit' | 'delete' = 'edit', isProtected = false): Effect => ({ kind: 'write', at: at(path), change, protected: isProtected });
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

  it('asks before it deletes, in every mode', () => {
    assert.equal(decide([write('src/a.ts', 'delete')], context('edit')).verdict, 'ask');
  });

  it('asks for a protected path whatever was granted, and only for this once', () => {
    const grants: Grant[] = [{ kind: 'write', root: undefined, path: '' }, { kind: 'write', root: 'app', path: '.github/ci.yml' }];
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
    assert.deepEqual(grantsFor(effects), [{ kind: 'write', root: 'app', path: 'src/a.ts' }, { kind: 'command', command: 'npm test', folder: at('') }]);
  });
});
