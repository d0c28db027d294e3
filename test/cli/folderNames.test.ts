import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { createWorkspace } from '../support/rotaProcess.ts';

const names = ['ha#sh%20 é', 'back\\slash', 'two\nlines', '$(touch x)'];

for (const name of names) {
  test(`a card gets done in a folder that is called ${JSON.stringify(name)}`, { skip: process.platform === 'win32' }, async (t) => {
    const workspace = await createWorkspace(t);
    const folder = join(workspace.folder, name);
    mkdirSync(folder);
    const write = { name: 'write_file', arguments: { path: 'made.txt', content: 'hi' } };
    const script = workspace.script({ Make: [{ toolCalls: [write] }, { text: 'Done.' }] });
    const rota = (...args: string[]) => workspace.quick('--workspace', folder, ...args);
    await rota('agent', 'add', 'coder', '--script', script, '--mode', 'edit');
    await rota('task', 'add', 'Make', '--check', 'test -s made.txt', '--queue');
    const { code, stdout, stderr } = await rota('task', 'execute');
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout + stderr, /test -s made\.txt +after: green/);
  });
}
