import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ToolError } from '../../../../src/core/base/errors.ts';
import type { WorkArea } from '../../../../src/core/tools/workArea.ts';
import { openBufferedWorkArea } from '../../../../src/vscode/workArea/bufferedWorkArea.ts';
import { FakeBuffers } from '../../../support/fakeBuffers.ts';
import { tempFolder, writeFiles } from '../../../support/tempFolder.ts';

const at = (place: string, root = 'app'): { root: string; path: string } => ({ root, path: place });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Desk {
  readonly root: string;
  readonly trash: string;
  readonly work: WorkArea;
  readonly buffers: FakeBuffers;
  file(name: string): string;
  onDisk(name: string): Promise<string>;
  /** Puts a text in the place of what is there now. */
  put(name: string, text: string | Uint8Array | null): Promise<{ hash: string | null }>;
}

async function desk(context: TestContext, files: Record<string, string | Uint8Array>): Promise<Desk> {
  const folder = await tempFolder(context);
  const root = path.join(folder, 'app');
  await mkdir(root);
  await writeFiles(root, files);
  const buffers = new FakeBuffers();
  const trash = path.join(folder, 'trash');
  const work = await openBufferedWorkArea(buffers, { roots: [{ name: 'app', folder: root }], trash });
  const file = (name: string): string => path.join(root, name);
  return {
    root,
    trash,
    work,
    buffers,
    file,
    onDisk: (name) => readFile(file(name), 'utf8'),
    put: async (name, text) =>
      work.apply({
        at: at(name),
        baseHash: (await work.read(at(name)))?.hash ?? null,
        after: typeof text === 'string' ? bytes(text) : text,
      }),
  };
}

const lines = (...texts: string[]): string => texts.map((text) => `${text}\n`).join('');

describe('a change of a clean file', () => {
  it('is made in the document, only where the text differs, and saved at once', async (context) => {
    const { put, onDisk, buffers, file } = await desk(context, { 'a.ts': lines('one', 'two', 'three') });
    await put('a.ts', lines('one', '2', 'three'));
    assert.equal(await onDisk('a.ts'), lines('one', '2', 'three'));
    assert.deepEqual(buffers.replaced, [[{ start: 4, end: 7, text: '2' }]]);
    assert.deepEqual(buffers.document(file('a.ts')).history, [lines('one', 'two', 'three')]);
    assert.equal(buffers.document(file('a.ts')).dirty, false);
  });

  it('answers the hash of what a formatter made of it', async (context) => {
    const { put, onDisk, buffers, work } = await desk(context, { 'a.ts': 'a\n' });
    buffers.formatter = (text) => text.replaceAll('  ', ' ');
    const { hash } = await put('a.ts', 'a  b\n');
    assert.equal(await onDisk('a.ts'), 'a b\n');
    assert.equal(hash, (await work.read(at('a.ts')))?.hash);
  });

  it('is refused when the content is not the one that was read', async (context) => {
    const { work, file, onDisk } = await desk(context, { 'a.ts': 'a\n' });
    const read = await work.read(at('a.ts'));
    await writeFile(file('a.ts'), 'b\n');
    await assert.rejects(
      work.apply({ at: at('a.ts'), baseHash: read?.hash ?? null, after: bytes('c\n') }),
      /a\.ts changed since it was read/,
    );
    await assert.rejects(work.apply({ at: at('a.ts'), baseHash: null, after: bytes('c\n') }), /exists already/);
    await assert.rejects(work.apply({ at: at('gone.ts'), baseHash: read?.hash ?? null, after: bytes('c\n') }), /is gone/);
    assert.equal(await onDisk('a.ts'), 'b\n');
  });

  it('leaves every byte outside of it: marks, line ends and mixtures of them', async (context) => {
    const { put, onDisk, buffers } = await desk(context, { 'bom.ts': '\ufeffa\r\nb\r\n', 'mixed.ts': 'a\r\nb\nc\n', 'old.ts': 'a\rb\n' });
    await put('bom.ts', '\ufeffa\r\nB\r\n');
    assert.equal(buffers.replaced.length, 1);
    await put('mixed.ts', 'a\r\nB\nc\n');
    await put('old.ts', 'a\rB\n');
    assert.deepEqual(await Promise.all(['bom.ts', 'mixed.ts', 'old.ts'].map(onDisk)), ['\ufeffa\r\nB\r\n', 'a\r\nB\nc\n', 'a\rB\n']);
    await put('bom.ts', 'a\r\nB\r\n');
    assert.equal(await onDisk('bom.ts'), 'a\r\nB\r\n');
    assert.equal(buffers.replaced.length, 1, 'what the editor cannot hold exactly is changed on disk');
  });

  it('goes to the disk when the document lags behind it, and when there is no text or too much', async (context) => {
    const { put, file, onDisk, buffers } = await desk(context, {
      'a.ts': 'a\n',
      'b.bin': new Uint8Array([0, 1]),
      'big.txt': 'x'.repeat(3 * 1024 * 1024),
    });
    await buffers.open(file('a.ts'));
    await writeFile(file('a.ts'), 'from a command\n');
    await put('a.ts', 'from a command, edited\n');
    await put('b.bin', new Uint8Array([0, 2]));
    await put('big.txt', `${'x'.repeat(3 * 1024 * 1024)}y`);
    assert.equal(await onDisk('a.ts'), 'from a command, edited\n');
    assert.deepEqual([...(await readFile(file('b.bin')))], [0, 2]);
    assert.ok((await onDisk('big.txt')).endsWith('xy'));
    assert.deepEqual(buffers.replaced, []);
  });

  for (const [what, fail] of [
    ['answers no', () => Promise.resolve(false)],
    ['throws', () => Promise.reject(new Error('no space left'))],
  ] as const) {
    it(`is taken back when its save ${what}`, async (context) => {
      const { put, onDisk, buffers, file, work } = await desk(context, { 'a.ts': 'a\n' });
      buffers.failingSave = fail;
      await assert.rejects(
        put('a.ts', 'b\n'),
        (error) => error instanceof ToolError && /could not be saved.*taken back/.test(error.message),
      );
      assert.deepEqual([await onDisk('a.ts'), buffers.document(file('a.ts')).text], ['a\n', 'a\n']);
      assert.deepEqual(await work.unsaved(), [], 'the editor calls it changed, but it is not');
    });
  }

  it('is refused for a file that is marked read-only, before the editor is asked', async (context) => {
    const { put, buffers, file } = await desk(context, { 'a.ts': 'a\n' });
    await chmod(file('a.ts'), 0o444);
    await assert.rejects(put('a.ts', 'b\n'), /marked read-only/);
    assert.deepEqual(buffers.replaced, []);
  });
});

describe('a file with unsaved changes', () => {
  it('is read and searched as it is typed', async (context) => {
    const { work, buffers, file } = await desk(context, { 'a.ts': 'saved\n' });
    await buffers.type(file('a.ts'), 'typed\n');
    assert.equal((await work.read(at('a.ts')))?.unsaved, true);
    assert.deepEqual(await work.unsaved(), [at('a.ts')]);
    const { matches } = await work.search(
      at(''),
      { text: 'typed', regex: false, caseSensitive: true, maxMatches: 9 },
      new AbortController().signal,
    );
    assert.deepEqual(matches, [{ path: 'a.ts', line: 1, text: 'typed' }]);
  });

  it('gets the change in the typed text, and is saved with it', async (context) => {
    const { put, buffers, file, onDisk } = await desk(context, { 'a.ts': lines('one', 'two') });
    await buffers.type(file('a.ts'), lines('one', 'two', 'typed'));
    await put('a.ts', lines('1', 'two', 'typed'));
    assert.equal(await onDisk('a.ts'), lines('1', 'two', 'typed'));
    assert.deepEqual(buffers.replaced, [[{ start: 0, end: 3, text: '1' }]]);
  });

  it('refuses a change that rests on other text, on disk or typed before', async (context) => {
    const { work, buffers, file } = await desk(context, { 'a.ts': 'saved\n' });
    const saved = (await work.read(at('a.ts')))?.hash ?? null;
    await buffers.type(file('a.ts'), 'typed\n');
    await assert.rejects(work.apply({ at: at('a.ts'), baseHash: saved, after: bytes('x\n') }), /changed since it was read/);
    assert.equal(buffers.document(file('a.ts')).text, 'typed\n');
  });

  it('keeps the typed text when the save fails', async (context) => {
    const { put, buffers, file, onDisk } = await desk(context, { 'a.ts': 'saved\n' });
    await buffers.type(file('a.ts'), 'typed\n');
    buffers.failingSave = () => Promise.resolve(false);
    await assert.rejects(put('a.ts', 'typed and edited\n'), /taken back/);
    assert.deepEqual([buffers.document(file('a.ts')).text, await onDisk('a.ts')], ['typed\n', 'saved\n']);
  });

  it('is found also when it was opened through a link', async (context) => {
    const { put, work, buffers, root, file, onDisk } = await desk(context, { 'src/a.ts': 'saved\n' });
    await symlink('src', path.join(root, 'link'));
    await buffers.type(file('link/a.ts'), 'typed\n');
    assert.equal(new TextDecoder().decode((await work.read(at('src/a.ts')))?.bytes), 'typed\n');
    await put('src/a.ts', 'typed, edited\n');
    assert.deepEqual([buffers.document(file('link/a.ts')).text, await onDisk('src/a.ts')], ['typed, edited\n', 'typed, edited\n']);
  });

  it('is left alone when its editor holds no text, or a form that the change does not fit', async (context) => {
    const { put, buffers, file, onDisk } = await desk(context, { 'book.ipynb': '{}', 'a.ts': 'saved\n' });
    buffers.notebooks.add(file('book.ipynb'));
    await assert.rejects(put('book.ipynb', '{ }'), /unsaved changes in an editor that holds no text/);
    assert.equal(await onDisk('book.ipynb'), '{}');
    await buffers.type(file('a.ts'), 'typed\n');
    await assert.rejects(put('a.ts', 'mixed\r\nends\n'), /in a form that this change does not fit/);
    assert.equal(buffers.document(file('a.ts')).text, 'typed\n');
  });
});

describe('files that come and go', () => {
  it('are made with their folders and exactly the bytes asked for, then formatted as at a save', async (context) => {
    const { put, onDisk, buffers } = await desk(context, {});
    assert.ok((await put('new/a.ts', '\ufeffa\r\nb\n')).hash);
    assert.equal(await onDisk('new/a.ts'), '\ufeffa\r\nb\n');
    buffers.formatter = (text) => text.toUpperCase();
    await put('new/b.ts', 'b\n');
    assert.equal(await onDisk('new/b.ts'), 'B\n');
  });

  it('are not left behind when the save of what a formatter made fails', async (context) => {
    const { put, buffers, root } = await desk(context, {});
    buffers.formatter = (text) => text.toUpperCase();
    buffers.failingSave = () => Promise.resolve(false);
    await assert.rejects(put('b.ts', 'b\n'), /taken back/);
    assert.deepEqual(await readdir(root), []);
  });

  it('are deleted in the editor, with a copy in our trash where the system has none', async (context) => {
    const { put, buffers, root, trash, file } = await desk(context, { 'a.ts': 'a\n', 'b.ts': 'b\n' });
    await put('a.ts', null);
    assert.deepEqual(buffers.deleted, [file('a.ts')]);
    const [kept = ''] = await readdir(trash);
    assert.equal(await readFile(path.join(trash, kept, 'a.ts'), 'utf8'), 'a\n');
    buffers.hasTrash = true;
    await put('b.ts', null);
    assert.deepEqual([await readdir(root), (await readdir(trash)).length], [[], 1]);
  });

  it('may have unsaved text while their file is gone: a change brings it back', async (context) => {
    const { work, buffers, file, put, onDisk } = await desk(context, { 'a.ts': 'a\n' });
    await buffers.type(file('a.ts'), 'typed\n');
    await rm(file('a.ts'));
    assert.equal((await work.read(at('a.ts')))?.unsaved, true);
    await put('a.ts', 'typed, edited\n');
    assert.equal(await onDisk('a.ts'), 'typed, edited\n');
  });
});

describe('several folders', () => {
  it('each keep their own files, also below a folder that was opened through a link', async (context) => {
    const folder = await tempFolder(context);
    await writeFiles(folder, { 'real/a.ts': 'a\n', 'real/b.ts': 'b\n', 'two/a.ts': 'b\n' });
    await symlink('real', path.join(folder, 'one'));
    const buffers = new FakeBuffers();
    const roots = ['one', 'two'].map((name) => ({ name, folder: path.join(folder, name) }));
    const work = await openBufferedWorkArea(buffers, { roots, trash: path.join(folder, 'trash') });
    await buffers.type(path.join(folder, 'one/a.ts'), 'typed\n');
    assert.deepEqual(await work.unsaved(), [at('a.ts', 'one')]);
    for (const place of [at('a.ts', 'two'), at('b.ts', 'one')])
      await work.apply({ at: place, baseHash: (await work.read(place))?.hash ?? null, after: bytes('B\n') });
    assert.deepEqual(await Promise.all(['two/a.ts', 'real/b.ts', 'real/a.ts'].map((name) => readFile(path.join(folder, name), 'utf8'))), [
      'B\n',
      'B\n',
      'a\n',
    ]);
    assert.equal(buffers.document(path.join(folder, 'one/b.ts')).history.length, 1, 'by the path that the person opened');
  });

  it('open no way outside', async (context) => {
    const { work, root, buffers } = await desk(context, {});
    await symlink('/etc', path.join(root, 'etc'));
    await assert.rejects(work.apply({ at: at('etc/rota-test'), baseHash: null, after: bytes('x') }), ToolError);
    await assert.rejects(work.apply({ at: at('.rota/local/x'), baseHash: null, after: bytes('x') }), /Rota's own store/);
    await assert.rejects(work.resolve('../x'), ToolError);
    assert.deepEqual(buffers.deleted, []);
  });
});
