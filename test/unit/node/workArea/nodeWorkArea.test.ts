import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, readdir, rename, rm, stat, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { ToolError, UserError } from '../../../../src/core/base/errors.ts';
import type { WorkArea } from '../../../../src/core/tools/workArea.ts';
import { openNodeWorkArea } from '../../../../src/node/nodeWorkArea.ts';
import { keepInTrash } from '../../../../src/node/workArea/changeFile.ts';
import { HeldFolder } from '../../../../src/node/workArea/heldFolder.ts';
import { tempFolder, writeFiles } from '../../../support/tempFolder.ts';

const posix = { skip: process.platform === 'win32' };
const at = (place: string): { root: string; path: string } => ({ root: 'app', path: place });
const bytes = (text: string): Uint8Array => Buffer.from(text);
const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

async function area(
  context: TestContext,
  files: Record<string, string | Uint8Array>,
): Promise<{ work: WorkArea; root: string; trash: string }> {
  const folder = await tempFolder(context);
  const root = path.join(folder, 'app');
  const trash = path.join(folder, 'trash');
  await mkdir(root);
  await writeFiles(root, files);
  return { work: await openNodeWorkArea({ roots: [{ name: 'app', folder: root }], trash }), root, trash };
}

for (const holding of ['descriptor', 'path'] as const) {
  const options = { skip: holding === 'descriptor' && process.platform !== 'linux' };

  test(`files are read, made, replaced and deleted byte for byte (held by ${holding})`, options, async (context) => {
    const { root, trash } = await area(context, { 'a.txt': '\ufeffone\r\ntwo' });
    const work = await openNodeWorkArea({ roots: [{ name: 'app', folder: root }], trash, descriptors: holding === 'descriptor' });
    const before = await work.read(at('a.txt'));
    assert.deepEqual(Buffer.from(before?.bytes ?? []), Buffer.from('\ufeffone\r\ntwo'));
    assert.equal(before?.hash, hash('\ufeffone\r\ntwo'));
    const odd = Buffer.from([0xef, 0xbb, 0xbf, 0, 255, 13, 10, 13, 0xc3]);
    assert.deepEqual(await work.apply({ at: at('a.txt'), baseHash: before.hash, after: odd }), { hash: hash(odd) });
    assert.deepEqual(await readFile(path.join(root, 'a.txt')), odd);
    assert.deepEqual(await work.apply({ at: at('new/deep/b.txt'), baseHash: null, after: new Uint8Array() }), { hash: hash('') });
    assert.equal((await stat(path.join(root, 'new/deep/b.txt'))).size, 0);
    assert.deepEqual(await work.apply({ at: at('a.txt'), baseHash: hash(odd), after: null }), { hash: null });
    assert.equal(await work.read(at('a.txt')), undefined);
    assert.equal(await work.read(at('no/such/file')), undefined);
    const [kept = ''] = await readdir(trash);
    assert.deepEqual(await readFile(path.join(trash, kept, 'a.txt')), odd);
    assert.deepEqual((await readdir(root, { recursive: true })).sort(), ['new', 'new/deep', 'new/deep/b.txt']);
  });

  test(`a change of anything else than was read is refused and leaves no trace (held by ${holding})`, options, async (context) => {
    const { root, trash } = await area(context, { 'a.txt': 'now' });
    const work = await openNodeWorkArea({ roots: [{ name: 'app', folder: root }], trash, descriptors: holding === 'descriptor' });
    const refused = { name: 'ToolError', message: /changed since it was read|exists already|is gone/ };
    await assert.rejects(work.apply({ at: at('a.txt'), baseHash: hash('then'), after: bytes('x') }), refused);
    await assert.rejects(work.apply({ at: at('a.txt'), baseHash: null, after: bytes('x') }), refused);
    await assert.rejects(work.apply({ at: at('a.txt'), baseHash: hash('then'), after: null }), refused);
    await assert.rejects(work.apply({ at: at('gone.txt'), baseHash: hash('then'), after: bytes('x') }), refused);
    await assert.rejects(work.apply({ at: at('new/gone.txt'), baseHash: hash('then'), after: bytes('x') }), refused);
    assert.deepEqual(await work.apply({ at: at('new/gone.txt'), baseHash: null, after: null }), { hash: null });
    assert.deepEqual(await readdir(root), ['a.txt']);
    assert.equal(await readFile(path.join(root, 'a.txt'), 'utf8'), 'now');
  });
}

test('a replaced file keeps its mode, a new one gets the usual mode, a read-only one is left alone', posix, async (context) => {
  const { work, root } = await area(context, { 'run.sh': 'a', 'locked.txt': 'a' });
  await chmod(path.join(root, 'run.sh'), 0o750);
  await chmod(path.join(root, 'locked.txt'), 0o444);
  await work.apply({ at: at('run.sh'), baseHash: hash('a'), after: bytes('b') });
  await work.apply({ at: at('new.txt'), baseHash: null, after: bytes('b') });
  assert.equal((await stat(path.join(root, 'run.sh'))).mode & 0o777, 0o750);
  assert.equal((await stat(path.join(root, 'new.txt'))).mode & 0o777, 0o666 & ~process.umask());
  await assert.rejects(work.apply({ at: at('locked.txt'), baseHash: hash('a'), after: bytes('b') }), {
    name: 'ToolError',
    message: /read-only/,
  });
});

test('writing one name of a hard-linked file leaves the other name its content', posix, async (context) => {
  const { work, root, trash } = await area(context, {});
  await mkdir(trash);
  await writeFile(path.join(trash, 'outside.txt'), 'outside');
  await link(path.join(trash, 'outside.txt'), path.join(root, 'inside.txt'));
  await work.apply({ at: at('inside.txt'), baseHash: hash('outside'), after: bytes('changed') });
  assert.equal(await readFile(path.join(trash, 'outside.txt'), 'utf8'), 'outside');
});

test('folders, pipes, sockets, devices and large files are refused without waiting', posix, async (context) => {
  const { work, root } = await area(context, { 'folder/a': '', 'large.bin': '' });
  execFileSync('mkfifo', [path.join(root, 'pipe')]);
  await truncate(path.join(root, 'large.bin'), 10 * 1024 * 1024 + 1);
  const server = createServer().listen(path.join(root, 'socket'));
  context.after(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  for (const name of ['folder', 'pipe', 'socket', 'large.bin', '']) {
    await assert.rejects(work.read(at(name)), ToolError, name);
    await assert.rejects(work.apply({ at: at(name), baseHash: null, after: bytes('x') }), ToolError, name);
    await assert.rejects(work.apply({ at: at(name), baseHash: null, after: null }), ToolError, name);
  }
  await assert.rejects((await openNodeWorkArea({ roots: [{ name: 'app', folder: '/dev' }], trash: root })).read(at('null')), {
    name: 'ToolError',
    message: /pipe, socket or device/,
  });
  await assert.rejects(work.apply({ at: at('big'), baseHash: null, after: new Uint8Array(10 * 1024 * 1024 + 1) }), ToolError);
  assert.deepEqual((await readdir(root)).sort(), ['folder', 'large.bin', 'pipe', 'socket']);
});

test('deleting never loses: the same file twice lands in the trash twice, and without a trash it stays', async (context) => {
  const { work, root, trash } = await area(context, { 'src/a.ts': '1' });
  await work.apply({ at: at('src/a.ts'), baseHash: hash('1'), after: null });
  await writeFiles(root, { 'src/a.ts': '2' });
  await work.apply({ at: at('src/a.ts'), baseHash: hash('2'), after: null });
  const kept = await Promise.all((await readdir(trash)).sort().map((name) => readFile(path.join(trash, name, 'src/a.ts'), 'utf8')));
  assert.deepEqual(kept.sort(), ['1', '2']);
  await writeFiles(root, { 'src/a.ts': '3', file: '' });
  const blocked = await openNodeWorkArea({ roots: [{ name: 'app', folder: root }], trash: path.join(root, 'file') });
  await assert.rejects(blocked.apply({ at: at('src/a.ts'), baseHash: hash('3'), after: null }));
  assert.equal(await readFile(path.join(root, 'src/a.ts'), 'utf8'), '3');
});

test('what is deleted goes to no place but the trash of the board, which is not made again when it is gone', posix, async (context) => {
  const folder = await tempFolder(context);
  const root = path.join(folder, 'app');
  const store = path.join(root, '.rota/local');
  const outside = path.join(folder, 'outside');
  await writeFiles(root, { 'src/a.ts': '1', '.rota/local/store.json': '{}' });
  await mkdir(outside);
  const trash = path.join(store, 'trash');
  const work = await openNodeWorkArea({ roots: [{ name: 'app', folder: root }], trash });
  const stays = async (reason: RegExp): Promise<void> => {
    await assert.rejects(
      work.apply({ at: at('src/a.ts'), baseHash: hash('1'), after: null }),
      (error) => error instanceof ToolError && reason.test(error.message),
    );
    await assert.rejects(keepInTrash(trash, 'src/a.ts', bytes('1')), (error) => error instanceof ToolError && reason.test(error.message));
    assert.equal(await readFile(path.join(root, 'src/a.ts'), 'utf8'), '1');
    assert.deepEqual(await readdir(outside), []);
  };
  await symlink(outside, trash);
  await stays(/^trash .*link/);
  await rename(store, path.join(folder, 'gone'));
  await stays(/^src\/a\.ts stays: the folder of the board, .* is gone/);
  assert.deepEqual(await readdir(path.join(root, '.rota')), [], 'no second folder of a board was made');
  await symlink(outside, store);
  await stays(/^local .*link/);
  await rm(path.join(root, '.rota'), { recursive: true });
  await stays(/is gone/);
  await symlink(outside, path.join(root, '.rota'));
  await mkdir(path.join(folder, 'elsewhere/local'), { recursive: true });
  await stays(/^\.rota .*link/);
  await rename(root, path.join(folder, 'renamed'));
  await assert.rejects(keepInTrash(trash, 'src/a.ts', bytes('1')), /is gone/);
  assert.deepEqual((await readdir(folder)).sort(), ['elsewhere', 'gone', 'outside', 'renamed']);
});

test('a link that took the place of a file or folder after its path was resolved leads nowhere', posix, async (context) => {
  const { root, trash } = await area(context, { 'src/a.ts': 'inside', 'other/a.ts': 'other' });
  await writeFiles(trash, { 'a.ts': 'outside' });
  for (const holding of process.platform === 'linux' ? (['descriptor', 'path'] as const) : (['path'] as const)) {
    for (const target of [trash, path.join(root, 'other')]) {
      const work = await openNodeWorkArea({
        roots: [{ name: 'app', folder: root }],
        trash: path.join(root, '../bin'),
        descriptors: holding === 'descriptor',
      });
      const place = await work.resolve('src/a.ts');
      await rename(path.join(root, 'src'), path.join(root, 'aside'));
      await symlink(target, path.join(root, 'src'));
      await assert.rejects(work.read(place), ToolError);
      await assert.rejects(work.apply({ at: place, baseHash: hash('outside'), after: bytes('x') }), ToolError);
      await assert.rejects(work.apply({ at: place, baseHash: hash('other'), after: bytes('x') }), ToolError);
      await assert.rejects(work.apply({ at: place, baseHash: hash('outside'), after: null }), ToolError);
      await assert.rejects(work.apply({ at: at('src/new.ts'), baseHash: null, after: bytes('x') }), ToolError);
      execFileSync('rm', [path.join(root, 'src')]);
      await rename(path.join(root, 'aside'), path.join(root, 'src'));
    }
  }
  assert.deepEqual(await readdir(trash), ['a.ts']);
  assert.equal(await readFile(path.join(trash, 'a.ts'), 'utf8'), 'outside');
  assert.equal(await readFile(path.join(root, 'other/a.ts'), 'utf8'), 'other');
});

test('several roots are told apart by their names', async (context) => {
  const { root, trash } = await area(context, { 'a.ts': '', 'web/x.ts': '' });
  await writeFiles(trash, { 'b.ts': 'b' });
  const roots = [
    { name: 'app', folder: root },
    { name: 'lib', folder: trash },
  ];
  const work = await openNodeWorkArea({ roots, trash: path.join(root, '.rota/local/trash') });
  assert.deepEqual(work.roots, ['app', 'lib']);
  assert.deepEqual(await work.resolve('a.ts'), at('a.ts'));
  assert.deepEqual(await work.resolve('app/a.ts'), at('a.ts'));
  assert.deepEqual(await work.resolve('lib/b.ts'), { root: 'lib', path: 'b.ts' });
  assert.deepEqual(await work.resolve(path.join(trash, 'b.ts')), { root: 'lib', path: 'b.ts' });
  assert.equal((await work.read({ root: 'lib', path: 'b.ts' }))?.hash, hash('b'));
  assert.equal(work.folder(at('web')), path.join(root, 'web'));
  await assert.rejects(work.read({ root: 'no', path: 'b.ts' }), ToolError);
  await assert.rejects(openNodeWorkArea({ roots: [...roots, ...roots], trash }), UserError);
  await assert.rejects(openNodeWorkArea({ roots: [{ name: 'x', folder: path.join(root, 'missing') }], trash }), UserError);
});

test('nobody reaches the store of Rota, by any spelling or link', posix, async (context) => {
  const { work, root } = await area(context, {
    '.rota/local/rota.db': 'secret',
    '.rota/agents.yml': 'mine',
    'packages/x/.rota/local/rota.db': 'x',
  });
  await symlink('.rota/local', path.join(root, 'door'));
  await symlink('local', path.join(root, '.rota/side'));
  const spellings = [
    '.rota/local',
    '.rota/local/rota.db',
    '.ROTA/Local/x',
    './.rota//local/',
    'src/../.rota/local/new',
    path.join(root, '.rota/local/rota.db'),
  ];
  for (const spelling of [
    ...spellings,
    'door/rota.db',
    'door',
    '.rota/side/rota.db',
    'packages/x/.rota/local/rota.db',
    '.rota /local/x',
    '.rota\\local\\x',
  ]) {
    await assert.rejects(work.resolve(spelling), { name: 'ToolError' }, spelling);
    await assert.rejects(work.read(at(spelling)), { name: 'ToolError' }, spelling);
  }
  assert.deepEqual(await work.resolve('.rota/agents.yml'), at('.rota/agents.yml'));
  const { entries } = await work.list(at(''), { depth: 9, limit: 99, includeIgnored: true }, new AbortController().signal);
  assert.deepEqual(
    entries.filter(({ path: place }) => /local/.test(place)),
    [],
  );
});

test('where folders cannot be held, a file that was opened through a link of a moment is noticed', posix, async (context) => {
  const { root, trash } = await area(context, { 'src/a.ts': 'inside' });
  await writeFiles(trash, { 'a.ts': 'outside' });
  const held = await HeldFolder.open(path.join(root, 'src'), false);
  await rename(path.join(root, 'src'), path.join(root, 'aside'));
  await symlink(trash, path.join(root, 'src'));
  const file = await open(held.path('a.ts'));
  context.after(() => file.close());
  await assert.rejects(held.confirm(file, 'a.ts', 'src/a.ts'), { name: 'ToolError', message: /replaced by a link/ });
  await unlink(path.join(root, 'src'));
  await rename(path.join(root, 'aside'), path.join(root, 'src'));
  await assert.rejects(held.confirm(file, 'a.ts', 'src/a.ts'), { name: 'ToolError', message: /was replaced/ });
});

test('a held folder that was moved away is noticed', { skip: process.platform !== 'linux' }, async (context) => {
  const { root, trash } = await area(context, { 'src/a.ts': '' });
  const held = await HeldFolder.open(path.join(root, 'src'), true);
  context.after(() => held.close());
  await rename(path.join(root, 'src'), trash);
  await assert.rejects(held.verify('src'), { name: 'ToolError', message: /moved/ });
});
