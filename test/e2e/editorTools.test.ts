import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { builtToolHost } from '../support/toolHost/builtToolHost.ts';
import { EditorTools } from '../support/toolHost/toolCalls.ts';

const workspace = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true }, "include": ["src"] }\n',
  'package.json': '{ "type": "module" }\n',
  'src/add.ts': 'export function add(a: number, b: number): number {\n  return a + b;\n}\n',
  'src/main.ts': "import { add } from './add.ts';\n\nexport const sum = add(1, 2);\n// address\n",
  'src/wrong.ts': "import { add } from './add.ts';\n\nexport const text: string = add(1, 2);\n",
  'data.json': '{}\n',
  'notes.txt': 'nothing to see\n',
};
const tools = new EditorTools();

await describeEditor('Editor tools', { workspace, vsix: [await builtToolHost()], environment: tools.environment }, (running) => {
  const onDisk = (name: string): Promise<string> => readFile(join(running().editor.folder, name), 'utf8');

  it('measure the problems of files that are not open, say which they could not measure, and leave the tabs as they were', async () => {
    const { editor } = running();
    await editor.openFile('notes.txt');
    const answer = await tools.run('get_problems', { paths: ['src/wrong.ts', 'src/add.ts', 'data.json', 'notes.txt'] });
    assert.match(
      answer,
      /^src\/wrong\.ts:3:14: error: Type 'number' is not assignable to type 'string'\. \[ts 2322\]\nMeasured: src\/wrong\.ts, src\/add\.ts, data\.json: 1 error\.\nNot measured, so nothing is known: notes\.txt/,
    );
    await eventually(async () => assert.equal(await editor.page.locator('.tabs-container .tab').count(), 1));
    await editor.tab('notes.txt').and(editor.page.locator('.active')).waitFor();
  });

  it('see that an edit mended what was wrong, in open files and closed ones', async () => {
    const { editor } = running();
    await tools.run('read_file', { path: 'src/wrong.ts' });
    await tools.run('edit_file', { path: 'src/wrong.ts', oldText: 'text: string', newText: 'text: number' });
    assert.equal(await tools.run('get_problems', {}), 'Measured: src/wrong.ts: no problems.');
    await editor.openFile('src/wrong.ts');
    await tools.run('edit_file', { path: 'src/wrong.ts', oldText: 'text: number', newText: 'text: boolean' });
    assert.match(await tools.run('get_problems', {}), /is not assignable to type 'boolean'/);
    await tools.run('edit_file', { path: 'src/wrong.ts', oldText: 'text: boolean', newText: 'text: number' });
    assert.equal(await tools.run('get_problems', {}), 'Measured: src/wrong.ts: no problems.');
    await tools.run('edit_file', { path: 'src/wrong.ts', oldText: 'export const text', newText: 'export const word' });
    assert.equal(
      await tools.run('get_problems', {}),
      'Measured: src/wrong.ts: no problems.',
      'also when nothing new is said of the change',
    );
  });

  it('find symbols, references and definitions', async () => {
    assert.match(await tools.run('find_symbols', { query: 'add' }), /^src\/add\.ts:1:\d+: function add/m);
    assert.match(await tools.run('find_symbols', { path: 'src/main.ts' }), /^src\/main\.ts:3:14: (constant|variable) sum$/m);
    const references = await tools.run('find_references', { path: 'src/add.ts', line: 1, symbol: 'add' });
    for (const place of [
      'src/add.ts:1:17: export function add',
      'src/main.ts:1:10: import { add }',
      'src/main.ts:3:20: export const sum',
      'src/wrong.ts:3:',
    ])
      assert.ok(references.includes(place), references);
    assert.doesNotMatch(references, /address/);
    assert.match(
      await tools.run('go_to_definition', { path: 'src/main.ts', line: 3, symbol: 'add' }),
      /^src\/add\.ts:1:17: export function add/,
    );
    assert.match(await tools.run('go_to_definition', { path: 'src/main.ts', line: 4, symbol: 'address' }), /No language tool knows/);
  });

  it('rename a symbol in all files, as a change with a diff', async () => {
    const input = { path: 'src/add.ts', line: 1, symbol: 'add', newName: 'plus' };
    const { diff } = await tools.prepare('rename_symbol', input);
    assert.match(diff ?? '', /\+\+\+ b\/src\/add\.ts[^]*\+export function plus[^]*\+\+\+ b\/src\/main\.ts/);
    assert.match(await onDisk('src/add.ts'), /function add/);
    assert.match(await tools.run('rename_symbol', input), /in 3 files: src\/add\.ts, src\/main\.ts, src\/wrong\.ts/);
    assert.equal(await onDisk('src/main.ts'), "import { plus } from './add.ts';\n\nexport const sum = plus(1, 2);\n// address\n");
    assert.match(
      await tools.refusal('rename_symbol', { path: 'src/add.ts', line: 1, symbol: 'number', newName: 'x' }),
      /cannot rename|No language tool/i,
    );
  });

  it('tell what the person looks at', async () => {
    const { editor } = running();
    await editor.openFile('src/main.ts');
    await editor.page.keyboard.press('Control+Home');
    await editor.page.keyboard.press('Shift+ArrowDown');
    await eventually(async () => {
      const state = await tools.run('get_editor_state', {});
      assert.match(state, /- src\/main\.ts \(active\)/);
      assert.match(state, /Selected: line 1, column 1 to line 2, column 1:\nimport \{ plus \}/);
    });
    await editor.screenshot('editor-tools');
  });
});
