import assert from 'node:assert/strict';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { builtToolHost } from '../support/toolHost/builtToolHost.ts';
import { EditorTools } from '../support/toolHost/toolCalls.ts';

const workspace = {
  'a.txt': 'one\ntwo\nthree\n',
  'b.txt': 'alpha\nbeta\n',
  'closed.txt': 'one\ntwo\n',
  'data.json': '{\n  "name": "rota"\n}\n',
  'bom.txt': '\ufeffone\r\ntwo\r\n',
  'mixed.txt': 'one\r\ntwo\nthree\n',
  'locked.txt': 'one\n',
  'gone.txt': 'one\n',
};
const tools = new EditorTools();

await describeEditor(
  'The work area of the editor',
  { workspace, vsix: [await builtToolHost()], environment: tools.environment },
  (running) => {
    const onDisk = (name: string): Promise<string> => readFile(join(running().editor.folder, name), 'utf8');
    const isDirty = async (editor: Editor, name: string): Promise<boolean> =>
      (await editor.tab(name).getAttribute('class'))?.includes('dirty') ?? false;
    const waitUntilDirty = (editor: Editor, name: string): Promise<void> => eventually(async () => assert.ok(await isDirty(editor, name)));

    it('saves the change of an open, clean file at once, and the editor can undo it', async () => {
      const { editor } = running();
      await editor.openFile('a.txt');
      await tools.run('read_file', { path: 'a.txt' });
      assert.equal((await tools.prepare('edit_file', { path: 'a.txt', oldText: 'two', newText: '2' })).asks, '');
      await tools.run('edit_file', { path: 'a.txt', oldText: 'two', newText: '2' });
      assert.equal(await onDisk('a.txt'), 'one\n2\nthree\n');
      assert.equal(await isDirty(editor, 'a.txt'), false);
      await editor.screenshot('workarea-saved');
      await editor.page.keyboard.press('Control+z');
      await waitUntilDirty(editor, 'a.txt');
      await eventually(async () => assert.match(await tools.run('read_file', { path: 'a.txt' }), /2\ttwo/));
      await editor.page.keyboard.press('Control+s');
      await eventually(async () => assert.equal(await onDisk('a.txt'), workspace['a.txt']));
      await eventually(async () => assert.equal(await isDirty(editor, 'a.txt'), false));
    });

    it('reads and searches unsaved text, asks before it is saved, and keeps it when the change is made', async () => {
      const { editor } = running();
      await editor.openFile('b.txt');
      await editor.typeInEditor('typed\n');
      await waitUntilDirty(editor, 'b.txt');
      assert.match(await tools.run('read_file', { path: 'b.txt' }), /^1\ttyped\n2\talpha/);
      assert.equal(await tools.run('search_text', { text: 'typed' }), 'b.txt:1: typed');
      const edit = { path: 'b.txt', oldText: 'beta', newText: 'BETA' };
      assert.match((await tools.prepare('edit_file', edit)).asks ?? '', /unsaved changes, which would be saved together/);
      assert.match((await tools.prepare('run_command', { command: 'ls' })).asks ?? '', /will not see the unsaved changes in b\.txt/);
      assert.equal(await onDisk('b.txt'), 'alpha\nbeta\n');
      await tools.run('edit_file', edit);
      assert.equal(await onDisk('b.txt'), 'typed\nalpha\nBETA\n');
      await eventually(async () => assert.equal(await isDirty(editor, 'b.txt'), false));
      assert.equal((await tools.prepare('edit_file', { path: 'b.txt', oldText: 'BETA', newText: 'x' })).asks, '');
    });

    it('changes a file that is not open, without opening a tab', async () => {
      const { editor } = running();
      await tools.run('read_file', { path: 'closed.txt' });
      await tools.run('edit_file', { path: 'closed.txt', oldText: 'two', newText: '2' });
      assert.equal(await onDisk('closed.txt'), 'one\n2\n');
      assert.equal(await editor.tab('closed.txt').count(), 0);
    });

    it('respects formatters on save and knows what they made of the change', async () => {
      const { editor } = running();
      await editor.changeSettings({ 'editor.formatOnSave': true });
      await editor.openFile('data.json');
      await tools.run('read_file', { path: 'data.json' });
      await tools.run('edit_file', { path: 'data.json', oldText: '"rota"', newText: '"rota",     "kind":"board"' });
      assert.equal((await onDisk('data.json')).trimEnd(), '{\n  "name": "rota",\n  "kind": "board"\n}');
      assert.match(await tools.run('edit_file', { path: 'data.json', oldText: '"kind": "board"', newText: '"kind": "list"' }), /Edited/);
      await tools.run('write_file', { path: 'new/made.json', content: '{"a":1}' });
      assert.equal((await onDisk('new/made.json')).replace(/\s/g, ''), '{"a":1}');
      assert.match(await onDisk('new/made.json'), /\n {2,4}"a": 1/);
      await editor.changeSettings({ 'editor.formatOnSave': false });
    });

    it('changes no byte outside of the change: marks and line ends', async () => {
      for (const name of ['bom.txt', 'mixed.txt'] as const) {
        await tools.run('read_file', { path: name });
        await tools.run('edit_file', { path: name, oldText: 'two', newText: '2' });
        assert.equal(await onDisk(name), workspace[name].replace('two', '2'));
      }
    });

    it('creates and deletes, and refuses what may not be written', async () => {
      const { editor } = running();
      await tools.run('write_file', { path: 'deep/er/new.txt', content: 'made\n' });
      assert.equal(await onDisk('deep/er/new.txt'), 'made\n');
      await editor.openFile('gone.txt');
      await editor.typeInEditor('typed\n');
      await waitUntilDirty(editor, 'gone.txt');
      assert.match((await tools.prepare('delete_file', { path: 'gone.txt' })).asks ?? '', /would be lost/);
      await tools.run('delete_file', { path: 'gone.txt' });
      await assert.rejects(stat(join(editor.folder, 'gone.txt')), { code: 'ENOENT' });
      assert.match(await tools.refusal('read_file', { path: 'gone.txt' }), /There is no file/);
      await chmod(join(editor.folder, 'locked.txt'), 0o444);
      await tools.run('read_file', { path: 'locked.txt' });
      assert.match(await tools.refusal('edit_file', { path: 'locked.txt', oldText: 'one', newText: '1' }), /read-only/);
      await editor.screenshot('workarea-end');
    });
  },
);
