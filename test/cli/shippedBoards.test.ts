import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

interface Shipped {
  readonly workspace: Workspace;
  /** `.rota/local`, as it came with a repository. */
  readonly local: string;
  /** A file and a folder of the person, elsewhere. */
  readonly file: string;
  readonly folder: string;
}

async function shipped(t: Parameters<typeof createWorkspace>[0]): Promise<Shipped> {
  const workspace = await createWorkspace(t);
  const local = join(workspace.folder, '.rota/local');
  mkdirSync(local, { recursive: true });
  const [file, folder] = [workspace.write('../bashrc', 'mine'), join(workspace.folder, '../bashrc.d')];
  mkdirSync(folder);
  execFileSync('git', ['init', '-q'], { cwd: workspace.folder });
  return { workspace, local, file, folder };
}

const stranger = /holds files that Rota did not write, so no board is made there/;
const noFolder = /is not a plain folder \(a link\?\), so no board is opened there/;

const contents: readonly [what: string, make: (at: Shipped) => void, said: RegExp][] = [
  ['a link for the window in front', ({ local, file }) => symlinkSync(file, join(local, 'front-window')), stranger],
  ['a link for the logs of runs', ({ local, folder }) => symlinkSync(folder, join(local, 'runs')), stranger],
  ['links for kept bytes', ({ local, folder }) => linkShelves(join(local, 'blobs'), folder), stranger],
  ['a link for deleted files', ({ local, folder }) => symlinkSync(folder, join(local, 'trash')), stranger],
  ['a lock that is a link to nowhere', ({ local }) => symlinkSync('nowhere', join(local, 'owner.lock')), stranger],
  ['a lock that is a device without end', ({ local }) => symlinkSync('/dev/zero', join(local, 'owner.lock')), stranger],
  ['a lock that is a terminal', ({ local }) => symlinkSync('/dev/tty', join(local, 'owner.lock')), stranger],
  ['a lock that is a pipe', ({ local }) => execFileSync('mkfifo', [join(local, 'owner.lock')]), stranger],
  ['a lock that is a folder', ({ local }) => mkdirSync(join(local, 'owner.lock')), stranger],
  ['a name of a store that is a link', ({ local, file }) => symlinkSync(file, join(local, 'store.json')), stranger],
  ['an ignore file that is a link', ({ local, file }) => symlinkSync(file, join(local, '.gitignore')), stranger],
  ['an ignore file that is a folder', ({ local }) => mkdirSync(join(local, '.gitignore')), stranger],
  ['a link for the folder of the board', ({ local, folder }) => inPlaceOf(local, () => symlinkSync(folder, local)), noFolder],
  ['a file for the folder of the board', ({ local }) => inPlaceOf(local, () => writeFileSync(local, '')), noFolder],
  ['a link for all of it', ({ local, folder }) => inPlaceOf(join(local, '..'), () => symlinkSync(folder, join(local, '..'))), noFolder],
];

function inPlaceOf(path: string, make: () => void): void {
  rmSync(path, { recursive: true });
  make();
}

function linkShelves(blobs: string, folder: string): void {
  mkdirSync(blobs);
  for (let shelf = 0; shelf < 256; shelf++) symlinkSync(folder, join(blobs, shelf.toString(16).padStart(2, '0')));
}

for (const [what, make, said] of contents) {
  test(`a repository that brings ${what} makes no board and reaches nothing outside`, { skip: process.platform === 'win32' }, async (t) => {
    const at = await shipped(t);
    make(at);
    for (const words of [['task', 'add', 'mine'], ['init'], ['task', 'list']]) {
      const { code, stderr } = await at.workspace.quick(...words);
      assert.ok(code !== 0 && !/internal error/.test(stderr), `${words.join(' ')}: ${code} ${stderr}`);
      if (words[1] !== 'list') assert.match(stderr, said);
    }
    assert.equal(readFileSync(at.file, 'utf8'), 'mine');
    assert.deepEqual(readdirSync(at.folder), []);
  });
}

const ignores: readonly [what: string, outer: string, inner: string | undefined][] = [
  ['says nothing of the board', 'node_modules/\n', undefined],
  ['wants the board published', '!local/\n', undefined],
  ['wants it published from within', '!local/\n!local/**\n', '!*\n'],
  ['ignores nothing within', '', ''],
];

for (const [what, outer, inner] of ignores) {
  test(`a board stays out of git where the repository brings an ignore file that ${what}`, async (t) => {
    const { workspace, local } = await shipped(t);
    writeFileSync(join(local, '../.gitignore'), outer);
    if (inner !== undefined) writeFileSync(join(local, '.gitignore'), inner);
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: workspace.folder, encoding: 'utf8' });
    const published = (): string[] =>
      git('ls-files')
        .split('\n')
        .filter((name) => name.startsWith('.rota/local/') && !name.endsWith('.gitignore'));
    assert.equal((await workspace.quick('task', 'add', 'mine')).code, 0);
    git('add', '-A');
    assert.deepEqual(published(), []);
    assert.equal(lstatSync(local).mode & 0o777, 0o700);
    // Git writes over ignored files without a word, when a pull brings them.
    rmSync(join(local, '.gitignore'));
    symlinkSync(workspace.write('../ignores', '!*\n'), join(local, '.gitignore'));
    assert.equal((await workspace.quick('task', 'add', 'another')).code, 0);
    git('add', '-A');
    assert.deepEqual(published(), []);
    assert.equal(readFileSync(join(workspace.folder, '../ignores'), 'utf8'), '!*\n');
  });
}
