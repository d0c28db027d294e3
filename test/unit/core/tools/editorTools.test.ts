import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ToolError } from '../../../../src/core/base/errors.ts';
import { builtinTools } from '../../../../src/core/tools/catalog.ts';
import type { EditorServices, TextPlace } from '../../../../src/core/tools/editorServices.ts';
import type { ToolContext } from '../../../../src/core/tools/tool.ts';
import { fakeEditor } from '../../../support/fakeEditor.ts';
import { memoryWorkArea } from '../../../support/memoryWorkArea.ts';
import { ToolHarness } from '../../../support/toolHarness.ts';

const at = (path: string): { root: string; path: string } => ({ root: 'app', path });
const files = {
  'src/add.ts': '\ufeff// adds\r\nexport function add(a: number, b: number) {\r\n  return a + b; // address\r\n}\r\n',
  'src/main.ts': "import { add } from './add.ts';\n\nconsole.log(add(1, 2));\n",
  '.env': 'add=secret\n',
};

function desk(editor: Partial<EditorServices>, parts: Partial<ToolContext> = {}) {
  const area = memoryWorkArea(files);
  return { area, tools: new ToolHarness(area, { editor: fakeEditor(editor), ...parts }) };
}

/** The place that a tool asked the editor about. */
async function askedPlace(input: { path: string; line?: number; symbol: string }): Promise<TextPlace | undefined> {
  let asked: TextPlace | undefined;
  const { tools } = desk({
    findReferences: (place) => {
      asked = place;
      return Promise.resolve({ places: [], outside: 0 });
    },
  });
  await tools.run('find_references', input);
  return asked;
}

describe('tools that need the editor', () => {
  it('say so where there is none', async () => {
    const tools = new ToolHarness(memoryWorkArea(files));
    const inputs = {
      get_problems: { paths: ['src/add.ts'] },
      find_symbols: { query: 'add' },
      find_references: { path: 'src/add.ts', symbol: 'add' },
      go_to_definition: { path: 'src/add.ts', symbol: 'add' },
      rename_symbol: { path: 'src/add.ts', symbol: 'add', newName: 'sum' },
      get_editor_state: {},
    };
    for (const [name, input] of Object.entries(inputs)) assert.match(await tools.refusal(name, input), /needs the editor/, name);
    assert.deepEqual(
      builtinTools
        .filter((tool) => tool.needsEditor)
        .map((tool) => tool.declaration.name)
        .sort(),
      Object.keys(inputs).sort(),
    );
  });
});

describe('naming a symbol', () => {
  it('takes whole words only, in the line or near it', async () => {
    assert.deepEqual(await askedPlace({ path: 'src/add.ts', line: 2, symbol: 'add' }), { at: at('src/add.ts'), line: 2, column: 17 });
    assert.deepEqual(await askedPlace({ path: 'src/add.ts', line: 4, symbol: 'add' }), { at: at('src/add.ts'), line: 2, column: 17 });
    assert.deepEqual(await askedPlace({ path: './src/main.ts', symbol: 'add' }), { at: at('src/main.ts'), line: 1, column: 10 });
  });

  it('says where the symbol does stand', async () => {
    const { tools } = desk({});
    assert.match(
      await tools.refusal('find_references', { path: 'src/main.ts', line: 90, symbol: 'add' }),
      /not stand near line 90 of src\/main\.ts\. It stands in line 1, 3\./,
    );
    assert.match(await tools.refusal('find_references', { path: 'src/main.ts', symbol: 'ad' }), /"ad" does not stand in src\/main\.ts/);
    assert.match(await tools.refusal('find_references', { path: 'none.ts', symbol: 'ad' }), /There is no file none\.ts/);
  });
});

describe('find_references and go_to_definition', () => {
  it('show each place with its line, and count what is outside', async () => {
    const places = [
      { at: at('src/add.ts'), line: 2, column: 17 },
      { at: at('src/main.ts'), line: 3, column: 13 },
      { at: at('.env'), line: 1, column: 1 },
    ];
    const { tools } = desk({
      findReferences: () => Promise.resolve({ places, outside: 2 }),
      findDefinitions: () => Promise.resolve({ places: [], outside: 1 }),
    });
    assert.equal(
      await tools.run('find_references', { path: 'src/add.ts', line: 2, symbol: 'add' }),
      'src/add.ts:2:17: export function add(a: number, b: number) {\nsrc/main.ts:3:13: console.log(add(1, 2));\n.env:1:1: \n(2 places outside the workspace, such as installed packages)',
    );
    assert.match(await tools.run('go_to_definition', { path: 'src/main.ts', symbol: 'log' }), /^\(1 place outside/);
    assert.match(await desk({}).tools.run('go_to_definition', { path: 'src/main.ts', symbol: 'add' }), /No language tool knows/);
  });
});

describe('find_symbols', () => {
  const found = [
    { name: 'add', kind: 'function', container: 'math', place: { at: at('src/add.ts'), line: 2, column: 17 } },
    { name: 'add', kind: 'key', container: '', place: { at: at('.env'), line: 1, column: 1 } },
  ];

  it('shows kind, name and place, without files that hold secrets', async () => {
    const { tools } = desk({ findSymbols: () => Promise.resolve(found) });
    assert.equal(await tools.run('find_symbols', { query: 'add' }), 'src/add.ts:2:17: function add (in math)');
    const prepared = await tools.prepare('find_symbols', { path: '.env' });
    assert.deepEqual(prepared.effects, [{ kind: 'read', at: at('.env'), secret: true }]);
  });

  it('asks for a name or a file, and does not take silence for "there is none"', async () => {
    const { tools } = desk({});
    assert.match(await tools.refusal('find_symbols', {}), /part of the name, or the path/);
    assert.match(await tools.run('find_symbols', { query: 'add' }), /of which a file is open/);
  });
});

describe('rename_symbol', () => {
  const rewrites = [
    { at: at('src/add.ts'), edits: [{ from: { line: 2, column: 17 }, to: { line: 2, column: 20 }, text: 'sum' }] },
    {
      at: at('src/main.ts'),
      edits: [
        { from: { line: 3, column: 13 }, to: { line: 3, column: 16 }, text: 'sum' },
        { from: { line: 1, column: 10 }, to: { line: 1, column: 13 }, text: 'sum' },
      ],
    },
  ];
  const input = { path: 'src/add.ts', line: 2, symbol: 'add', newName: 'sum' };

  it('changes all files through the change path, with effects and diff before anything happens', async () => {
    const { tools, area } = desk({ prepareRename: () => Promise.resolve(rewrites) });
    const prepared = await tools.prepare('rename_symbol', input);
    assert.deepEqual(
      prepared.effects,
      ['src/add.ts', 'src/main.ts'].map((path) => ({ kind: 'write', at: at(path), change: 'edit', protected: false })),
    );
    assert.match(prepared.diff ?? '', /\+export function sum[^]*\+\+\+ b\/src\/main\.ts[^]*\+import \{ sum \}/);
    assert.match(area.text('src/main.ts') ?? '', /import \{ add \}/);
    assert.match(await prepared.run(), /Renamed "add" to "sum" in 2 files: src\/add\.ts, src\/main\.ts/);
    assert.equal(
      area.text('src/add.ts'),
      '\ufeff// adds\r\nexport function sum(a: number, b: number) {\r\n  return a + b; // address\r\n}\r\n',
    );
    assert.equal(area.text('src/main.ts'), "import { sum } from './add.ts';\n\nconsole.log(sum(1, 2));\n");
  });

  it('leaves nothing half done when one file cannot be changed', async () => {
    const area = memoryWorkArea(files);
    const change: ToolContext['change'] = (each) =>
      each.at.path === 'src/main.ts' ? Promise.reject(new ToolError('src/main.ts is marked read-only.')) : area.apply(each);
    const tools = new ToolHarness(area, { editor: fakeEditor({ prepareRename: () => Promise.resolve(rewrites) }), change });
    assert.match(await tools.refusal('rename_symbol', input), /read-only\. Nothing was renamed\./);
    assert.equal(area.text('src/add.ts'), files['src/add.ts']);
  });

  it('keeps valid what the agent has read, and only that', async () => {
    const { tools } = desk({ prepareRename: () => Promise.resolve(rewrites) });
    await tools.run('read_file', { path: 'src/main.ts' });
    await tools.run('rename_symbol', input);
    assert.match(await tools.run('edit_file', { path: 'src/main.ts', oldText: 'sum(1, 2)', newText: 'sum(2, 2)' }), /Edited/);
    assert.match(await tools.refusal('edit_file', { path: 'src/add.ts', oldText: 'a + b', newText: 'b + a' }), /have not read/);
  });

  it('refuses edits that overlap or lie outside, and what no tool can rename', async () => {
    const twice = [
      { at: at('src/main.ts'), edits: [1, 2].map((column) => ({ from: { line: 1, column }, to: { line: 1, column: 5 }, text: 'x' })) },
    ];
    const outside = [{ at: at('src/main.ts'), edits: [{ from: { line: 9, column: 1 }, to: { line: 9, column: 2 }, text: 'x' }] }];
    for (const [wrong, message] of [
      [twice, /overlap/],
      [outside, /outside of/],
      [[], /No language tool can rename/],
    ] as const) {
      assert.match(await desk({ prepareRename: () => Promise.resolve(wrong) }).tools.refusal('rename_symbol', input), message);
    }
  });
});

describe('get_problems', () => {
  const problem = { line: 2, column: 3, severity: 'error', message: 'Type "x"\n  is wrong.', source: 'ts 2322' } as const;

  it('says what is wrong, in which files it looked, and in which it could not', async () => {
    const { tools } = desk({
      problems: (asked) =>
        Promise.resolve(
          asked.map((each) =>
            each.path === '.env'
              ? { at: each, unmeasured: 'no language tool reports about it' }
              : { at: each, problems: each.path === 'src/add.ts' ? [{ ...problem, severity: 'warning' }, problem] : [] },
          ),
        ),
    });
    assert.equal(
      await tools.run('get_problems', { paths: ['src/add.ts', 'src/main.ts', '.env', 'gone.ts', './src/add.ts'] }),
      'src/add.ts:2:3: error: Type "x" is wrong. [ts 2322]\nsrc/add.ts:2:3: warning: Type "x" is wrong. [ts 2322]\nMeasured: src/add.ts, src/main.ts: 1 error, 1 warning.\nNot measured, so nothing is known: .env (no language tool reports about it); gone.ts (there is no such file).',
    );
  });

  it('looks at the files that the run changed, and asks for names when there are none', async () => {
    const changed = desk({}, { touched: () => [at('src/main.ts')] });
    assert.equal(await changed.tools.run('get_problems', {}), 'Measured: src/main.ts: no problems.');
    assert.match(await desk({}).tools.refusal('get_problems', {}), /have not changed a file/);
  });

  it('claims nothing of files that nobody measured', async () => {
    const { tools } = desk({ problems: (asked) => Promise.resolve(asked.map((each) => ({ at: each, unmeasured: 'it is hidden' }))) });
    assert.equal(
      await tools.run('get_problems', { paths: ['src/add.ts'] }),
      'Not measured, so nothing is known: src/add.ts (it is hidden).',
    );
  });
});

describe('get_editor_state', () => {
  it('shows what is open, in view and selected, but no text of files that hold secrets', async () => {
    const position = (line: number, column: number) => ({ line, column });
    const { tools } = desk({
      state: () =>
        Promise.resolve({
          open: [
            { at: at('src/add.ts'), active: true, unsaved: true },
            { at: at('.env'), active: false, unsaved: false },
          ],
          visible: [
            { at: at('src/add.ts'), firstLine: 1, lastLine: 4, selection: { from: position(2, 17), to: position(2, 20), text: 'add' } },
            { at: at('.env'), firstLine: 1, lastLine: 1, selection: { from: position(1, 1), to: position(1, 5), text: 'add=' } },
          ],
        }),
    });
    const text = await tools.run('get_editor_state', {});
    assert.match(
      text,
      /- src\/add\.ts \(active\) \(unsaved changes\)\n- \.env\nIn view: src\/add\.ts, lines 1 to 4\nSelected: line 2, column 17 to line 2, column 20:\nadd\n/,
    );
    assert.doesNotMatch(text, /add=/);
    assert.equal(await desk({}).tools.run('get_editor_state', {}), 'No file of the workspace is open in the editor.');
  });
});
