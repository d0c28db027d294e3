import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { RUN_TAG } from '../../src/node/processes/environment.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

type Rota = Workspace['quick'];

/** The same command line in another folder. */
const within =
  (quick: Rota, folder: string): Rota =>
  (...args) =>
    quick('-C', folder, ...args);

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...args], { cwd, encoding: 'utf8' });

/** A workspace whose boards are made in the user's data folder. */
async function withUserBoards(t: test.TestContext): Promise<Workspace> {
  const workspace = await createWorkspace(t);
  mkdirSync(workspace.data, { mode: 0o700 });
  writeFileSync(join(workspace.data, 'settings.json'), JSON.stringify({ storeLocation: 'user' }));
  return workspace;
}

test('a board in the user data folder is found again after its workspace was renamed, and no second one hides it', async (t) => {
  const { quick, folder } = await withUserBoards(t);
  await quick('task', 'add', 'Precious');
  assert.equal(existsSync(join(folder, '.rota', 'local')), false);
  const renamed = join(dirname(folder), 'renamed');
  renameSync(folder, renamed);
  const rota = within(quick, renamed);
  for (const words of [['task', 'list'], ['task', 'add', 'A second board'], ['init']]) {
    const { code, stderr } = await rota(...words);
    assert.ok(code !== 0 && stderr.includes(folder) && stderr.includes('rota adopt'), `${words.join(' ')}: ${stderr}`);
  }
  assert.match((await rota('adopt', '--list')).stdout, /^1 .*work.*its workspace is gone/);
  assert.match((await rota('adopt')).stdout, /is the one of .*renamed now/);
  assert.match((await rota('task', 'list')).stdout, /#1 .*Precious/);
  assert.match((await rota('task', 'add', 'Next')).stdout, /#2/);
  // Under its first name nothing is hidden either.
  renameSync(renamed, folder);
  assert.match((await quick('task', 'list')).stderr, /rota adopt/);
  assert.equal((await quick('adopt')).code, 0);
  assert.match((await quick('task', 'list')).stdout, /#1 .*Precious[^]*#2 .*Next/);
});

test('a workspace that was moved and got another name is named among those that can be used here, and made anew only knowingly', async (t) => {
  const { quick, folder } = await withUserBoards(t);
  await quick('task', 'add', 'Precious');
  const base = dirname(folder);
  cpSync(folder, join(base, 'elsewhere'), { recursive: true });
  rmSync(folder, { recursive: true });
  const rota = within(quick, join(base, 'elsewhere'));
  // Nothing says that this is the same folder.
  assert.match((await rota('task', 'add', 'Of its own')).stderr, /Made a new board in .*elsewhere/);
  assert.match((await rota('adopt', '--list')).stdout, /work/);
  assert.match((await rota('adopt')).stderr, /Say which board is meant/);
  assert.match((await rota('adopt', folder)).stderr, /There is a board in .* already/);
  const other = join(base, 'other', 'work');
  mkdirSync(other, { recursive: true });
  assert.match((await within(quick, other)('task', 'list')).stderr, /rota adopt/);
  assert.equal((await within(quick, other)('init', '--anew')).code, 0);
  assert.doesNotMatch((await within(quick, other)('task', 'list')).stdout, /Precious/);
});

test('a copied workspace is not opened by itself, and becomes a board of its own when it is taken into use', async (t) => {
  const { quick, folder, data } = await createWorkspace(t);
  await quick('task', 'add', 'Shared past', '-d', 'words');
  await quick('task', 'comment', '1', 'a note');
  const copy = join(dirname(folder), 'copy');
  cpSync(folder, copy, { recursive: true });
  const rota = within(quick, copy);
  for (const words of [['task', 'list'], ['task', 'add', 'x'], ['backup', 'restore'], ['doctor']]) {
    const { code, stderr, stdout } = await rota(...words);
    assert.ok(code !== 0 && /is a copy of the one of .*work.*rota adopt/s.test(stderr + stdout), `${words.join(' ')}: ${stderr}${stdout}`);
  }
  assert.match((await quick('task', 'add', 'In the first')).stdout, /#2/);
  assert.equal((await rota('adopt')).code, 0);
  assert.match((await rota('task', 'add', 'In the copy')).stdout, /#2/);
  assert.match((await rota('task', 'show', '1')).stdout, /words[^]*a note/);
  assert.doesNotMatch((await rota('task', 'list')).stdout, /In the first/);
  assert.doesNotMatch((await quick('task', 'list')).stdout, /In the copy/);
  const idOf = (root: string): string => readFileSync(join(root, '.rota/local/store.json'), 'utf8');
  assert.notEqual(idOf(copy), idOf(folder));
  assert.ok(existsSync(join(data, 'stores')));
  assert.match((await rota('adopt')).stderr, /belongs there already/);
});

test('a board that was moved with its workspace to another disk stays the same board', async (t) => {
  const { quick, folder } = await createWorkspace(t);
  await quick('task', 'add', 'Precious');
  const before = readFileSync(join(folder, '.rota/local/store.json'), 'utf8');
  const moved = join(dirname(folder), 'moved');
  cpSync(folder, moved, { recursive: true });
  rmSync(folder, { recursive: true });
  const rota = within(quick, moved);
  assert.match((await rota('task', 'list')).stderr, /belonged to .*work.*rota adopt/s);
  assert.equal((await rota('adopt')).code, 0);
  assert.match((await rota('task', 'list')).stdout, /#1 .*Precious/);
  assert.equal(readFileSync(join(moved, '.rota/local/store.json'), 'utf8'), before);
});

test('older files of a board are not taken for it unasked, and no number is given twice when they are', async (t) => {
  const { quick, folder } = await createWorkspace(t);
  const local = join(folder, '.rota/local');
  for (const title of ['One', 'Two']) await quick('task', 'add', title);
  const older = join(dirname(folder), 'older');
  cpSync(local, older, { recursive: true });
  await quick('task', 'add', 'Three');
  await quick('backup', 'now');
  const setBack = (): void => {
    rmSync(local, { recursive: true });
    cpSync(older, local, { recursive: true });
  };
  setBack();
  for (const words of [['task', 'list'], ['task', 'add', 'Not three'], ['init']]) {
    const { code, stderr } = await quick(...words);
    assert.ok(
      code !== 0 && /older than what this machine saw.*rota backup restore.*rota adopt/s.test(stderr),
      `${words.join(' ')}: ${stderr}`,
    );
  }
  assert.match((await quick('backup', 'restore')).stdout, /3 cards/);
  assert.match((await quick('task', 'list')).stdout, /#3 .*Three/);

  await quick('task', 'add', 'Four');
  setBack();
  assert.match((await quick('adopt', '--list')).stdout, /an older state of this board/);
  assert.match((await quick('adopt')).stdout, /goes on from its older files/);
  const list = (await quick('task', 'list')).stdout;
  assert.ok(/#1 .*One[^]*#2 .*Two/.test(list) && !/Three|Four/.test(list), list);
  assert.match((await quick('task', 'add', 'Five')).stdout, /#5/);
  assert.equal((await quick('task', 'list')).code, 0);
});

test('files that this machine did not write are not taken into use', async (t) => {
  const { quick, folder } = await createWorkspace(t);
  await quick('task', 'add', 'Precious');
  const strange = join(dirname(folder), 'strange');
  mkdirSync(join(strange, '.rota/local'), { recursive: true });
  // Whoever has seen a published board knows its id, and not its key.
  cpSync(join(folder, '.rota/local/store.json'), join(strange, '.rota/local/store.json'));
  const refused = await within(quick, strange)('adopt');
  assert.ok(refused.code !== 0 && /Nothing in .* proves/.test(refused.stderr), refused.stderr);
  writeFileSync(join(strange, '.rota/local/snap-1.db'), 'anything');
  assert.notEqual((await within(quick, strange)('adopt')).code, 0);
  assert.equal(readFileSync(join(strange, '.rota/local/snap-1.db'), 'utf8'), 'anything');
  assert.match((await quick('task', 'list')).stdout, /Precious/);
  // Nor where the own board is gone: what comes back is the copy that this machine kept.
  await quick('backup', 'now');
  rmSync(join(folder, '.rota'), { recursive: true });
  rmSync(join(strange, '.rota/local/snap-1.db'));
  assert.match((await within(quick, strange)('adopt')).stderr, /Nothing in .* proves/);
  assert.equal((await within(quick, strange)('backup', 'restore')).code, 0);
  assert.match((await within(quick, strange)('task', 'list')).stdout, /Precious/);
});

test('a command that a run started adopts nothing', async (t) => {
  const { quick, folder } = await createWorkspace(t, { [RUN_TAG]: 'a-run' });
  await quick('task', 'add', 'Stay');
  const copy = join(dirname(folder), 'copy');
  cpSync(folder, copy, { recursive: true });
  assert.match((await within(quick, copy)('adopt')).stderr, /Only a person/);
});

test('a new board says where it is, and names one further up, of the main worktree, or of the repository around', async (t) => {
  const { quick, folder } = await createWorkspace(t);
  const first = await quick('task', 'add', 'First');
  assert.match(first.stderr, new RegExp(`^Made a new board in ${folder}\\.\\n$`));
  assert.equal((await quick('task', 'add', 'Second')).stderr, '');
  const below = join(folder, 'packages', 'one');
  mkdirSync(below, { recursive: true });
  assert.match((await within(quick, below)('task', 'list')).stderr, new RegExp(`no board in ${below} yet.*further up, in ${folder}:`));
  assert.match(
    (await within(quick, below)('task', 'add', 'x')).stderr,
    new RegExp(`Made a new board in ${below}\\. .*further up, in ${folder}:`),
  );

  const inner = join(folder, 'inner');
  mkdirSync(inner);
  git(inner, 'init', '-q');
  assert.match((await within(quick, inner)('task', 'list')).stderr, new RegExp(`further up, in ${folder}:`));

  git(inner, 'commit', '-q', '--allow-empty', '-m', 'first');
  assert.match((await within(quick, inner)('init')).stdout, /Made a board/);
  const tree = join(dirname(folder), 'tree');
  git(inner, 'worktree', 'add', '-q', tree);
  assert.match((await within(quick, tree)('task', 'list')).stderr, new RegExp(`This is a worktree of ${inner}, which has a board`));
  writeFileSync(join(tree, '.git'), 'gitdir: /\n');
  assert.doesNotMatch((await within(quick, tree)('task', 'list')).stderr, /worktree of/);
});
