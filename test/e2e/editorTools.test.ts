import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { EditorTools } from '../support/toolHost/toolCalls.ts';

/** A file that exports `add`, two that use it, one of them wrongly: each test has such a folder of its own. */
const sources = (folder: string): Record<string, string> => ({
  [`${folder}/add.ts`]: 'export function add(a: number, b: number): number {\n  return a + b;\n}\n',
  [`${folder}/main.ts`]: "import { add } from './add.ts';\n\nexport const sum = add(1, 2);\n// address\n",
  [`${folder}/wrong.ts`]: "import { add } from './add.ts';\n\nexport const text: string = add(1, 2);\n",
});
const workspace = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }\n',
  'package.json': '{ "type": "module" }\n',
  ...sources('measured'),
  'measured/data.json': '{}\n',
  'measured/notes.txt': 'nothing to see\n',
  ...sources('mended'),
  ...sources('found'),
  ...sources('renamed'),
  ...sources('seen'),
};

await describeEditor('Editor tools', { workspace }, (running) => {
  const onDisk = (name: string): Promise<string> => readFile(join(running().editor.folder, name), 'utf8');
  /** The problems, once no language tool is only slow: on a busy machine one may say nothing in the time that it is given. */
  const problems = (tools: EditorTools, input: { paths?: string[] }): Promise<string> =>
    eventually(async () => {
      const answer = await tools.run('get_problems', input);
      assert.doesNotMatch(answer, /reported about it within|were still busy after/);
      return answer;
    });

  it('measure the problems of files that are not open, say which they could not measure, and leave the tabs as they were', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    await editor.openFile('measured/notes.txt');
    const paths = ['wrong.ts', 'add.ts', 'data.json', 'notes.txt'].map((name) => `measured/${name}`);
    const answer = await problems(tools, { paths });
    assert.match(
      answer,
      /^measured\/wrong\.ts:3:14: error: Type 'number' is not assignable to type 'string'\. \[ts 2322\]\nMeasured: measured\/wrong\.ts, measured\/add\.ts, measured\/data\.json: 1 error\.\nNot measured, so nothing is known: measured\/notes\.txt/,
    );
    await eventually(async () => assert.equal(await editor.page.locator('.tabs-container .tab').count(), 1));
    await editor.tab('notes.txt').and(editor.page.locator('.active')).waitFor();
  });

  it('see that an edit mended what was wrong, in open files and closed ones', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    const path = 'mended/wrong.ts';
    const edit = (oldText: string, newText: string): Promise<string> => tools.run('edit_file', { path, oldText, newText });
    await tools.run('read_file', { path });
    await edit('text: string', 'text: number');
    assert.equal(await problems(tools, {}), `Measured: ${path}: no problems.`);
    await editor.openFile(path);
    await edit('text: number', 'text: boolean');
    assert.match(await problems(tools, {}), /is not assignable to type 'boolean'/);
    await edit('text: boolean', 'text: number');
    assert.equal(await problems(tools, {}), `Measured: ${path}: no problems.`);
    await edit('export const text', 'export const word');
    assert.equal(await problems(tools, {}), `Measured: ${path}: no problems.`, 'also when nothing new is said of the change');
  });

  it('find symbols, references and definitions', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    // Whatever was opened of a project starts its language tool, which may take longer than one question.
    const [add, main] = ['found/add.ts', 'found/main.ts'];
    await editor.openFile(add);
    const declared = /^found\/add\.ts:1:\d+: function add/m;
    await eventually(async () => assert.match(await tools.run('find_symbols', { query: 'add' }), declared));
    assert.match(await tools.run('find_symbols', { path: main }), /^found\/main\.ts:3:14: (constant|variable) sum$/m);
    // As long as it is still reading the project it knows some of them only.
    await eventually(async () => {
      const references = await tools.run('find_references', { path: add, line: 1, symbol: 'add' });
      for (const place of [
        'found/add.ts:1:17: export function add',
        'found/main.ts:1:10: import { add }',
        'found/main.ts:3:20: export const sum',
        'found/wrong.ts:3:',
      ])
        assert.ok(references.includes(place), references);
      assert.doesNotMatch(references, /address/);
    });
    assert.match(await tools.run('go_to_definition', { path: main, line: 3, symbol: 'add' }), /^found\/add\.ts:1:17: export function add/);
    assert.match(await tools.run('go_to_definition', { path: main, line: 4, symbol: 'address' }), /No language tool knows/);
  });

  it('rename a symbol in all files, as a change with a diff', async () => {
    const tools = new EditorTools(running().editor);
    const input = { path: 'renamed/add.ts', line: 1, symbol: 'add', newName: 'plus' };
    // As long as the language tool is still reading the project it knows some of the files only.
    await eventually(async () => {
      const { diff = '' } = await tools.prepare('rename_symbol', input);
      assert.match(diff, /\+\+\+ b\/renamed\/add\.ts[^]*\+export function plus[^]*\+\+\+ b\/renamed\/main\.ts/);
      assert.match(diff, /\+\+\+ b\/renamed\/wrong\.ts/);
    });
    assert.match(await onDisk('renamed/add.ts'), /function add/);
    assert.match(await tools.run('rename_symbol', input), /in 3 files: renamed\/add\.ts, renamed\/main\.ts, renamed\/wrong\.ts/);
    assert.equal(await onDisk('renamed/main.ts'), "import { plus } from './add.ts';\n\nexport const sum = plus(1, 2);\n// address\n");
    assert.match(
      await tools.refusal('rename_symbol', { path: 'renamed/add.ts', line: 1, symbol: 'number', newName: 'x' }),
      /cannot rename|No language tool/i,
    );
  });

  it('tell what the person looks at', async () => {
    const { editor } = running();
    const tools = new EditorTools(editor);
    await editor.openFile('seen/main.ts');
    await editor.page.keyboard.press('Control+Home');
    await editor.page.keyboard.press('Shift+ArrowDown');
    await eventually(async () => {
      const state = await tools.run('get_editor_state', {});
      assert.match(state, /- seen\/main\.ts \(active\)/);
      assert.match(state, /Selected: line 1, column 1 to line 2, column 1:\nimport \{ add \}/);
    });
    await editor.screenshot('editor-tools');
  });
});
