import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { RUN_TAG } from '../../src/node/processes/environment.ts';
import { dataFiles } from '../support/unsealedFiles.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

/** Loses a page of the board's newest snapshot that holds cards. */
function damage({ folder }: Workspace): { name: string; bytes: Buffer } {
  const store = join(folder, '.rota/local');
  const name = dataFiles(store).find((each) => each.endsWith('.db')) ?? '';
  const bytes = readFileSync(join(store, name));
  const page = Math.floor(bytes.indexOf('LOST PAGE') / 4096);
  bytes.fill(0, page * 4096, (page + 1) * 4096);
  writeFileSync(join(store, name), bytes);
  return { name, bytes };
}

async function withCards(workspace: Workspace): Promise<void> {
  await workspace.quick('task', 'add', 'Whole', '--description', 'x'.repeat(3000));
  await workspace.quick('task', 'add', 'Lost', '--description', `LOST PAGE ${'y'.repeat(3000)}`);
  await workspace.quick('task', 'add', 'Whole, too', '--description', 'z'.repeat(3000));
}

test('a damaged board says how it is read, a dry run changes nothing, and what is read is a board again', async (t) => {
  const workspace = await createWorkspace(t);
  const { folder, quick, json } = workspace;
  await withCards(workspace);
  assert.match((await quick('salvage')).stderr, /can be opened, so there is nothing to salvage/);
  const { name, bytes } = damage(workspace);
  const refused = await quick('task', 'list');
  assert.deepEqual([refused.code, /`rota salvage`/.test(refused.stderr)], [6, true]);
  const said = (await quick('salvage', '--dry-run')).stdout;
  assert.match(said, /^Cards: 2 of 3 can be read\.\nCards that could not be read: #2\.\n/);
  assert.match(said, /^Other records: lines of history 3, deeds in the audit 3\.$/m);
  assert.match(said, /^Not whole: snap-\d+\.db: its checksum does not fit [\s\S]*Nothing was changed/m);
  const answer = (await json('salvage', '--dry-run')) as { report: { cards: unknown } };
  assert.deepEqual(answer.report.cards, { brought: 2, damaged: [], unreadable: [2], total: 3 });
  const { stdout, code } = await quick('salvage');
  assert.deepEqual([code, /kept in .*damaged-/.test(stdout)], [0, true]);
  const kept = readdirSync(join(folder, '.rota/local')).find((each) => each.startsWith('damaged-')) ?? '';
  assert.deepEqual(readFileSync(join(folder, '.rota/local', kept, name)), bytes);
  assert.match((await quick('task', 'list')).stdout, /#1 .*Whole\n.*#3 .*Whole, too/);
  assert.match((await quick('task', 'add', 'Next')).stdout, /#4/);
});

test('a salvage that is killed at any moment loses nothing: the next one ends it', async (t) => {
  const workspace = await createWorkspace(t);
  const { folder, quick, rota, start } = workspace;
  await withCards(workspace);
  damage(workspace);
  for (const milliseconds of [150, 300, 450, 600, 800, 1100]) {
    const going = start('salvage');
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    going.child.kill('SIGKILL');
    await going.ended;
  }
  // At last while the new folder is being written and put in place.
  const [going, shared] = [start('salvage'), join(folder, '.rota')];
  while (going.child.exitCode === null && !readdirSync(shared).some((name) => name.startsWith('local.')))
    await new Promise((resolve) => setTimeout(resolve, 1));
  going.child.kill('SIGKILL');
  await going.ended;
  const last = await rota('salvage');
  assert.match(last.stdout + last.stderr, /made anew of this|finished now|nothing to salvage/);
  assert.match((await quick('task', 'list')).stdout, /#1 .*Whole\n.*#3 .*Whole, too/);
});

test('a command that a run started salvages nothing', async (t) => {
  const workspace = await createWorkspace(t, { [RUN_TAG]: 'a-run' });
  await withCards(workspace);
  damage(workspace);
  const refused = await workspace.quick('salvage');
  assert.deepEqual([refused.code, /Only a person salvages/.test(refused.stderr)], [2, true]);
});
