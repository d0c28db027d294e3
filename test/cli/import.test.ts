import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { createWorkspace } from '../support/rotaProcess.ts';

test('a board of another machine is not opened, but its cards can be taken over as proposals', async (t) => {
  const theirs = await createWorkspace(t);
  await theirs.rota('agent', 'add', 'theirs', '--provider', 'simulated');
  await theirs.rota('task', 'add', 'Card', '--check', 'touch it-ran', '--queue');
  const own = await createWorkspace(t);
  renameSync(join(theirs.folder, '.rota'), join(own.folder, '.rota'));
  const refused = await own.rota('task', 'list');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /not made on this machine[\s\S]*rota import/);
  renameSync(join(own.folder, '.rota/local'), join(own.folder, 'strange'));
  const imported = await own.rota('import', 'strange');
  assert.equal(imported.code, 0, imported.stderr);
  assert.match(imported.stdout, /Imported 1 card\./);
  const card = JSON.parse((await own.rota('task', 'show', '1', '--json')).stdout) as {
    task: { accepted: boolean; checks: { state: string }[] };
  };
  assert.equal(card.task.accepted, false);
  assert.deepEqual(
    card.task.checks.map((check) => check.state),
    ['proposed'],
  );
  assert.deepEqual(JSON.parse((await own.rota('agent', 'list', '--json')).stdout), { items: [] });
});
