import assert from 'node:assert/strict';
import test from 'node:test';
import { grantFrom } from '../../../src/cli/grants.ts';

test('a command, a file and a folder can be allowed', () => {
  assert.deepEqual(grantFrom('run:npm test -- --x=1'), { kind: 'command', command: 'npm test -- --x=1' });
  assert.deepEqual(grantFrom('edit:src/a.ts'), { kind: 'write', path: 'src/a.ts' });
  assert.deepEqual(grantFrom('edit:./src/'), { kind: 'write', path: 'src/' });
});

test('nothing allows everything', () => {
  for (const text of ['all', '*', 'edit:', 'edit:.', 'edit:./', 'edit:/', 'edit:*', 'edit:**/*', 'run:', 'run: ', 'edit', 'run'])
    assert.throws(() => grantFrom(text), { name: 'UserError' }, text);
});

test('what lies outside the workspace cannot be allowed', () => {
  for (const text of ['edit:/etc/passwd', 'edit:../x', 'edit:src/../../x', 'edit:C:/x', String.raw`edit:C:\x`, String.raw`edit:..\x`])
    assert.throws(() => grantFrom(text), { name: 'UserError' }, text);
});
