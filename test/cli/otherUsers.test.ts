import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { createUsers, noOtherUser } from '../support/otherUser.ts';

/** No list of users has it. */
const nobody = 54321;
const another = 54322;
const needsRoot = { skip: noOtherUser };

test('a user without an entry in the list of users and without a name makes, changes, decides and looks', needsRoot, async (t) => {
  const { rota } = await createUsers(t);
  for (const args of [
    ['task', 'add', 'Card', '--check', 'true'],
    ['task', 'comment', '1', 'Seen.'],
    ['task', 'move', '1', 'done'],
    ['agent', 'add', 'actor', '--provider', 'simulated'],
    ['task', 'add', 'Work', '--queue'],
    ['task', 'execute'],
    ['task', 'list'],
    ['audit'],
    ['doctor'],
  ]) {
    const { code, stdout, stderr } = await rota(nobody, args);
    assert.equal(code, 0, `${args.join(' ')}: ${stdout}${stderr}`);
  }
  assert.match((await rota(nobody, ['task', 'show', '1'])).stdout, /created through cli \(user 54321\)/);
});

test('a user of whom no home is known is told to name a data folder, and works in the one they name', needsRoot, async (t) => {
  const { rota, homeOf } = await createUsers(t);
  for (const HOME of ['', 'relative']) {
    const { code, stderr } = await rota(nobody, ['task', 'add', 'Card'], { HOME });
    assert.deepEqual([code, /Set ROTA_DATA_DIR/.test(stderr)], [1, true], stderr);
  }
  assert.equal((await rota(nobody, ['task', 'add', 'Card'], { HOME: '', ROTA_DATA_DIR: join(homeOf(nobody), 'data') })).code, 0);
});

test('a board of another user is named with its owner and what to do, and nothing is made', needsRoot, async (t) => {
  const { rota, folder } = await createUsers(t);
  assert.equal((await rota(0, ['task', 'add', 'Card'])).code, 0);
  const before = readdirSync(folder, { recursive: true }).sort();
  for (const mode of [0o755, 0o700]) {
    chmodSync(join(folder, '.rota'), mode);
    for (const args of [
      ['task', 'list'],
      ['task', 'add', 'More'],
      ['task', 'show', '1', '--json'],
    ]) {
      const { code, stdout, stderr } = await rota(another, args);
      assert.equal(code, 6, `${args.join(' ')}: ${stdout}${stderr}`);
      assert.match(stdout + stderr, /cannot be read \(EACCES\)\. It belongs to root\. .*chown -R 54322 '[^']*\/\.rota'/);
      assert.doesNotMatch(stdout + stderr, /internal/);
    }
    const doctor = await rota(another, ['doctor']);
    assert.deepEqual([doctor.code, /Problem {2}Board\n {2}The board in .* belongs to root/.test(doctor.stdout)], [1, true], doctor.stdout);
  }
  assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
});

test('who makes a board with sudo is told whose it is, once', needsRoot, async (t) => {
  const { rota, folder } = await createUsers(t);
  const sudo = { SUDO_UID: String(another), SUDO_USER: 'ada' };
  const made = await rota(0, ['task', 'add', 'Card'], sudo);
  assert.equal(made.code, 0);
  assert.match(
    made.stderr,
    /belongs to root now, and you cannot open it without sudo\. If that was not meant: sudo rm -r .*\.rota\/local,/,
  );
  assert.equal((await rota(0, ['task', 'add', 'Another'], sudo)).stderr, '');
  rmSync(join(folder, '.rota'), { recursive: true });
  assert.doesNotMatch((await rota(0, ['init', '--anew'])).stderr, /belongs to root/);
});

test('a board of which one file belongs to another user is named by that file', needsRoot, async (t) => {
  const { rota, folder } = await createUsers(t);
  assert.equal((await rota(another, ['task', 'add', 'Card'])).code, 0);
  const local = join(folder, '.rota/local');
  for (const file of ['store.json', ...readdirSync(local).filter((name) => /^(snap|wal)-/.test(name))]) {
    chownSync(join(local, file), 0, 0);
    for (const args of [
      ['task', 'list'],
      ['task', 'add', 'More'],
    ]) {
      const { code, stdout, stderr } = await rota(another, args);
      assert.equal(code, 6, `${file}: ${stdout}${stderr}`);
      assert.ok(stderr.includes(`${file} cannot be read (EACCES). It belongs to root.`), stderr);
    }
    chownSync(join(local, file), another, another);
  }
  assert.match((await rota(another, ['task', 'list'])).stdout, /^#1 .*Card\n$/);
});

test('a data folder of another user is named, in home and where ROTA_DATA_DIR says', needsRoot, async (t) => {
  const { rota, folder, homeOf } = await createUsers(t);
  const data = join(homeOf(another), '.local/share/rota');
  mkdirSync(data, { recursive: true, mode: 0o755 });
  const { code, stderr } = await rota(another, ['task', 'add', 'Card']);
  assert.equal(code, 6, stderr);
  assert.match(stderr, /data folder .* belongs to root, so it is not used\..*sudo chown -R 54322 /);
  rmSync(data, { recursive: true });
  chmodSync(join(homeOf(another), '.local/share'), 0o700);
  const shut = await rota(another, ['task', 'add', 'Card']);
  assert.deepEqual([shut.code, /cannot be made \(EACCES, the folder above it belongs to root\)/.test(shut.stderr)], [1, true], shut.stderr);
  assert.ok(!existsSync(join(folder, '.rota')));
});

test('a folder that cannot be entered, and one that is gone, are named', needsRoot, async (t) => {
  const { rota, folder } = await createUsers(t);
  const shut = join(folder, 'shut');
  mkdirSync(shut, { mode: 0o700 });
  for (const args of [
    ['task', 'list'],
    ['task', 'add', 'Card'],
  ]) {
    const { code, stderr } = await rota(another, ['-C', shut, ...args]);
    assert.deepEqual([code, /shut cannot be read or written \(EACCES\): it belongs to root/.test(stderr)], [6, true], stderr);
  }
  const inner = await rota(another, ['-C', join(shut, 'inner'), 'task', 'list']);
  assert.deepEqual([inner.code, /\(EACCES\)/.test(inner.stderr)], [6, true], inner.stderr);
});
