import assert from 'node:assert/strict';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { EditorTools } from '../support/toolHost/toolCalls.ts';

/** Each test has a folder of its own. */
const workspace = {
  'clean/a.txt': 'one\ntwo\nthree\n',
  'unsaved/b.txt': 'alpha\nbeta\n',
  'formatted/data.json': '{\n  "name": "rota"\n}\n',
  'bytes/bom.txt': '\ufeffone\r\ntwo\r\n',
  'bytes/mixed.txt': 'one\r\ntwo\nthree\n',
  'refused/locked.txt': 'one\n',
  'refused/gone.txt': 'one\n',
};
/** Only what the test of formatters changes is JSON. */
const settings = { '[json]': { 'editor.formatOnSave': true } };

await describeEditor('The work area of the editor', { workspace, settings }, (running) => {
  const onDisk = (name: string): Promise<string> => readFile(join(running().editor.folder, name), 'utf8');
  const isDirty = async (editor: Editor, name: string): Promise<boolean> =>
    (await editor.tab(name).getAttribute('class'))?.includes('dirty') ?? false;
  const waitUntilDirty = (editor: Editor, name: string, expected: boolean): Promise<void> =>
    eventually(async () => assert.equal(await isDirty(editor, name), expected));

  it('saves the change of an open, clean file at once, and the editor can undo it', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    const path = 'clean/a.txt';
    await editor.openFile(path);
    await tools.run('read_file', { path });
    assert.equal((await tools.prepare('edit_file', { path, oldText: 'two', newText: '2' })).asks, '');
    await tools.run('edit_file', { path, oldText: 'two', newText: '2' });
    assert.equal(await onDisk(path), 'one\n2\nthree\n');
    await waitUntilDirty(editor, 'a.txt', false);
    await editor.screenshot('workarea-saved');
    await editor.page.keyboard.press('Control+z');
    await waitUntilDirty(editor, 'a.txt', true);
    await eventually(async () => assert.match(await tools.run('read_file', { path }), /2\ttwo/));
    await editor.page.keyboard.press('Control+s');
    await eventually(async () => assert.equal(await onDisk(path), workspace[path]));
    await waitUntilDirty(editor, 'a.txt', false);
  });

  it('reads and searches unsaved text, asks before it is saved, and keeps it when the change is made', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    const path = 'unsaved/b.txt';
    await editor.openFile(path);
    await editor.typeInEditor('typed\n');
    await waitUntilDirty(editor, 'b.txt', true);
    await eventually(async () => assert.match(await tools.run('read_file', { path }), /^1\ttyped\n2\talpha/));
    assert.equal(await tools.run('search_text', { text: 'typed' }), `${path}:1: typed`);
    const edit = { path, oldText: 'beta', newText: 'BETA' };
    assert.match((await tools.prepare('edit_file', edit)).asks ?? '', /unsaved changes, which would be saved together/);
    assert.match((await tools.prepare('run_command', { command: 'ls' })).asks ?? '', /will not see the unsaved changes in unsaved\/b\.txt/);
    assert.equal(await onDisk(path), workspace[path]);
    await tools.run('edit_file', edit);
    assert.equal(await onDisk(path), 'typed\nalpha\nBETA\n');
    await waitUntilDirty(editor, 'b.txt', false);
    assert.equal((await tools.prepare('edit_file', { path, oldText: 'BETA', newText: 'x' })).asks, '');
  });

  it('changes a file that is not open, without opening a tab', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    let files = 0;
    // The editor itself opens what stays unsaved for most of a second, as a change may on a busy machine: then the next file is tried.
    await eventually(async () => {
      const name = `closed${(files += 1)}.txt`;
      await writeFile(join(editor.folder, name), 'one\ntwo\n');
      await tools.run('read_file', { path: name });
      await tools.run('edit_file', { path: name, oldText: 'two', newText: '2' });
      assert.equal(await onDisk(name), 'one\n2\n');
      // A tab that is opened later comes after what was opened before.
      await editor.openFile('clean/a.txt');
      assert.equal(await editor.tab(name).count(), 0);
    });
  });

  it('respects formatters on save and knows what they made of the change', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    const path = 'formatted/data.json';
    await editor.openFile(path);
    // Only a language tool that has started formats.
    await eventually(async () => assert.match(await tools.run('find_symbols', { path }), /name/));
    await tools.run('read_file', { path });
    await tools.run('edit_file', { path, oldText: '"rota"', newText: '"rota",     "kind":"board"' });
    assert.equal((await onDisk(path)).trimEnd(), '{\n  "name": "rota",\n  "kind": "board"\n}');
    assert.match(await tools.run('edit_file', { path, oldText: '"kind": "board"', newText: '"kind": "list"' }), /Edited/);
    await tools.run('write_file', { path: 'formatted/new/made.json', content: '{"a":1}' });
    assert.equal((await onDisk('formatted/new/made.json')).replace(/\s/g, ''), '{"a":1}');
    assert.match(await onDisk('formatted/new/made.json'), /\n {2,4}"a": 1/);
  });

  it('changes no byte outside of the change: marks and line ends', async () => {
    const tools = new EditorTools(running().editor);
    for (const path of ['bytes/bom.txt', 'bytes/mixed.txt'] as const) {
      await tools.run('read_file', { path });
      await tools.run('edit_file', { path, oldText: 'two', newText: '2' });
      assert.equal(await onDisk(path), workspace[path].replace('two', '2'));
    }
  });

  it('creates and deletes, and refuses what may not be written', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    await tools.run('write_file', { path: 'refused/deep/er/new.txt', content: 'made\n' });
    assert.equal(await onDisk('refused/deep/er/new.txt'), 'made\n');
    const [gone, locked] = ['refused/gone.txt', 'refused/locked.txt'];
    await editor.openFile(gone);
    await editor.typeInEditor('lost\n');
    await waitUntilDirty(editor, 'gone.txt', true);
    await eventually(async () => assert.match((await tools.prepare('delete_file', { path: gone })).asks ?? '', /would be lost/));
    await tools.run('delete_file', { path: gone });
    await assert.rejects(stat(join(editor.folder, gone)), { code: 'ENOENT' });
    assert.match(await tools.refusal('read_file', { path: gone }), /There is no file/);
    await chmod(join(editor.folder, locked), 0o444);
    await tools.run('read_file', { path: locked });
    assert.match(await tools.refusal('edit_file', { path: locked, oldText: 'one', newText: '1' }), /read-only/);
    await editor.screenshot('workarea-end');
  });
});
