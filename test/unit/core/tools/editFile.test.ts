import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryWorkArea } from '../../../support/memoryWorkArea.ts';
import { ToolHarness } from '../../../support/toolHarness.ts';

const path = 'src/a.ts';

async function harness(
  content: string | Uint8Array,
  read = true,
): Promise<{ tools: ToolHarness; area: ReturnType<typeof memoryWorkArea> }> {
  const area = memoryWorkArea();
  area.set(path, content);
  const tools = new ToolHarness(area);
  if (read) await tools.run('read_file', { path });
  return { tools, area };
}

describe('edit_file', () => {
  for (const [style, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    for (const bom of ['', '\ufeff']) {
      for (const final of ['', end]) {
        it(`keeps ${style}${bom ? ', the byte order mark' : ''}${final ? ' and the final newline' : ' and the missing final newline'}`, async () => {
          const { tools, area } = await harness(`${bom}one${end}\ttwo${end}three${final}`);
          await tools.run('edit_file', { path, oldText: '\ttwo\nthree', newText: '\t2\n\t2.5\nthree' });
          assert.equal(area.text(path), `${bom}one${end}\t2${end}\t2.5${end}three${final}`);
          await tools.run('edit_file', { path, oldText: '  one', newText: '  uno' });
          assert.equal(area.text(path), `${bom}uno${end}\t2${end}\t2.5${end}three${final}`);
        });
      }
    }
  }

  it('tells what will change before it does, and the resulting lines after', async () => {
    const { tools, area } = await harness('a\nb\nc\n');
    const call = await tools.prepare('edit_file', { path, oldText: 'b', newText: 'x\ny' });
    assert.equal(call.summary, 'Edit src/a.ts');
    assert.deepEqual(call.effects, [{ kind: 'write', at: { root: 'app', path }, change: 'edit', protected: false }]);
    assert.equal(call.diff, '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,3 +1,4 @@\n a\n-b\n+x\n+y\n c');
    assert.equal(area.text(path), 'a\nb\nc\n');
    assert.match(await call.run(), /1\ta\n2\tx\n3\ty\n4\tc$/);
  });

  it('shows in the diff what a screen would hide', async () => {
    const { tools } = await harness('safe\n');
    const call = await tools.prepare('edit_file', { path, oldText: 'safe', newText: 'evil() //\r// harmless \x1b]0;' });
    assert.ok(call.diff?.includes('+evil() //<U+000D>// harmless <U+001B>]0;'), call.diff);
  });

  it('is refused for a file that was never read, and for one that changed since', async () => {
    const { tools, area } = await harness('a\n', false);
    assert.match(await tools.refusal('edit_file', { path, oldText: 'a', newText: 'b' }), /have not read src\/a\.ts.*read_file/);
    await tools.run('read_file', { path });
    area.set(path, 'a\nmore\n');
    assert.match(await tools.refusal('edit_file', { path, oldText: 'a', newText: 'b' }), /changed since you read it.*Read it again/);
    await tools.run('read_file', { path });
    await tools.run('edit_file', { path, oldText: 'a', newText: 'b' });
    await tools.run('edit_file', { path, oldText: 'b', newText: 'c' });
    assert.equal(area.text(path), 'c\nmore\n');
  });

  it('does nothing when the file changed between the approval and the edit', async () => {
    const { tools, area } = await harness('a\n');
    const call = await tools.prepare('edit_file', { path, oldText: 'a', newText: 'b' });
    area.set(path, 'a\nby the person\n');
    await assert.rejects(call.run(), /changed/);
    assert.equal(area.text(path), 'a\nby the person\n');
  });

  it('shows the nearest text when the old text is missing', async () => {
    const { tools } = await harness(
      ['function add(a, b) {', '  const sum = a + b;', '  return sum;', '}', '', 'function other() {}'].join('\n'),
    );
    const message = await tools.refusal('edit_file', { path, oldText: '  const sum = a - b;\n  return sum;', newText: 'x' });
    assert.match(message, /was not found in src\/a\.ts/);
    assert.match(message, /2\t {2}const sum = a \+ b;\n3\t {2}return sum;/);
    assert.match(await tools.refusal('edit_file', { path, oldText: 'functoin othr() {}', newText: 'x' }), /6\tfunction other\(\) \{\}/);
    assert.match(await tools.refusal('edit_file', { path, oldText: 'ZZZZ', newText: 'x' }), /Nothing in it is similar/);
  });

  it('says so when the edit seems to be made already', async () => {
    const { tools } = await harness('a\nnew text\nb\n');
    assert.match(await tools.refusal('edit_file', { path, oldText: 'old text!', newText: 'new text' }), /already there, at line 2/);
  });

  it('names the places of an ambiguous text, and replaces all on request', async () => {
    const { tools, area } = await harness('let x = 1;\nfoo(x);\nlet x = 1;\n');
    const message = await tools.refusal('edit_file', { path, oldText: 'let x = 1;', newText: 'let x = 2;' });
    assert.match(message, /occurs 2 times/);
    assert.match(message, /1\tlet x = 1;\n3\tlet x = 1;/);
    await tools.run('edit_file', { path, oldText: 'let x = 1;', newText: 'let x = 2;', replaceAll: true });
    assert.equal(area.text(path), 'let x = 2;\nfoo(x);\nlet x = 2;\n');
  });

  it('refuses what is no UTF-8 text, and edits without effect', async () => {
    for (const [bytes, why] of [
      [[0x61, 0x00, 0x62], 'binary'],
      [[0xff, 0xfe, 0x61, 0x00], 'UTF-16'],
      [[0x61, 0xe9, 0x62], 'not UTF-8'],
    ] as const) {
      const { tools } = await harness(new Uint8Array(bytes), false);
      assert.match(await tools.refusal('read_file', { path }), new RegExp(why));
      assert.match(await tools.refusal('write_file', { path, content: 'x' }), /have not read/);
    }
    const { tools } = await harness('a\n');
    assert.match(await tools.refusal('edit_file', { path, oldText: 'a', newText: 'a' }), /the same/);
    assert.match(await tools.refusal('edit_file', { path, oldText: '', newText: 'a' }), /oldText/);
    assert.match(await tools.refusal('edit_file', { path: 'nowhere.ts', oldText: 'a', newText: 'b' }), /no file nowhere\.ts/);
  });

  it('copes with a huge file and a hopeless search in it', async () => {
    const { tools, area } = await harness(Array.from({ length: 100_000 }, (_, index) => `line ${index} of a long file`).join('\n'));
    const start = performance.now();
    await tools.refusal('edit_file', { path, oldText: Array.from({ length: 500 }, () => 'line of a lung fyle').join('\n'), newText: 'x' });
    await tools.run('edit_file', { path, oldText: 'line 99998 of', newText: 'LINE of' });
    assert.ok(area.text(path)?.includes('LINE of a long file\nline 99999'));
    assert.ok(performance.now() - start < 15_000);
  });
});
