import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { createWorkspace } from '../support/rotaProcess.ts';

test('a broken board file is named, the default board is shown and the file is left as it is', async (t) => {
  const { rota, write, folder } = await createWorkspace(t);
  await rota('task', 'add', 'Card');
  write('.rota/board.json', '{ "columns": 3 }');
  const { code, stdout, stderr } = await rota('board');
  assert.equal(code, 0);
  assert.match(stderr, /board\.json is not usable: columns: a list is expected here, not a number\. The usual columns are shown/);
  assert.match(stdout, /To do 1/);
  assert.equal(readFileSync(join(folder, '.rota/board.json'), 'utf8'), '{ "columns": 3 }');
});

test('broken settings are named; cards can still be read and written, but nothing runs', async (t) => {
  const { quick: rota, data } = await createWorkspace(t);
  await rota('agent', 'add', 'actor', '--provider', 'simulated');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'settings.json'), '{ "maxConcurrentRuns": "many" }');
  const added = await rota('task', 'add', 'Card', '--queue');
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stderr, /settings\.json.*not usable[\s\S]*maxConcurrentRuns/);
  const { code, stderr } = await rota('task', 'execute');
  assert.equal(code, 6);
  assert.match(stderr, /settings\.json[\s\S]*Mend or remove the file/);
  assert.equal(readFileSync(join(data, 'settings.json'), 'utf8'), '{ "maxConcurrentRuns": "many" }');
});

test('a broken agent file is named and the others still load', async (t) => {
  const { quick: rota, write } = await createWorkspace(t);
  await rota('init');
  write('.rota/agents/bad.md', '---\nname: [\n---\n');
  write('.rota/agents/good.md', '---\nname: good\nmodel: { provider: simulated }\n---\nHello.\n');
  const { code, stderr } = await rota('agent', 'list');
  assert.equal(code, 0);
  assert.match(stderr, /bad\.md is not usable: line \d/);
  assert.match(stderr, /good\.md.*suggests/);
  const refused = await rota('agent', 'add', '--from', '.rota/agents/bad.md');
  assert.equal(refused.code, 6);
});

test('a broken store is named with its remedy and nothing in it is overwritten', async (t) => {
  const { rota, folder } = await createWorkspace(t);
  await rota('task', 'add', 'Card');
  const local = join(folder, '.rota/local');
  const files = readdirSync(local, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(journal|snapshot|wal|log|db)$|journal|snapshot/.test(entry.name),
  );
  assert.ok(files.length > 0, 'the store has files');
  const damaged = files.map((entry) => join(entry.parentPath, entry.name));
  for (const file of damaged) writeFileSync(file, 'this is no store');
  const { code, stdout, stderr } = await rota('task', 'list');
  assert.equal(code, 6, stdout + stderr);
  assert.match(stderr, /\.rota.local/);
  for (const file of damaged) assert.equal(readFileSync(file, 'utf8'), 'this is no store', file);
  assert.equal((await rota('--help')).code, 0);
});

test('names and fields of a hostile repository command no terminal', async (t) => {
  const workspace = await createWorkspace(t);
  await workspace.quick('init');
  workspace.write('.rota/board.json', '{ "\\u001b]0;owned\\u0007\\u001b[2J": 1 }');
  workspace.write('.rota/agents/\u001b[31mred.md', 'no block');
  const { stderr } = await workspace.quick('agent', 'list');
  assert.match(stderr, /board\.json.*[^]*red\.md/);
  const missing = await workspace.quick('agent', 'add', '--from', '.rota/agents/\u001b[31mred.md');
  assert.match(missing.stderr, /red\.md/);
  assert.doesNotMatch(stderr + missing.stderr, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});
