import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryWorkArea, MemoryWorkArea } from '../../../support/memoryWorkArea.ts';
import { protectedExamples } from '../../../support/pathSpellings.ts';
import { ToolHarness } from '../../../support/toolHarness.ts';

function harness(files: Record<string, string>): { tools: ToolHarness; area: MemoryWorkArea } {
  const area = memoryWorkArea(files);
  return { tools: new ToolHarness(area), area };
}

describe('read_file', () => {
  it('numbers lines and says how to read on', async () => {
    const { tools } = harness({ 'a.txt': Array.from({ length: 1000 }, (_, index) => `line ${index + 1}`).join('\r\n') });
    const first = await tools.run('read_file', { path: 'a.txt' });
    assert.match(first, /^1\tline 1\n2\tline 2\n/);
    assert.match(first, /400\tline 400\n\(600 more lines; continue with startLine 401\)$/);
    assert.match(await tools.run('read_file', { path: 'a.txt', startLine: 999 }), /^999\tline 999\n1000\tline 1000$/);
    assert.match(await tools.refusal('read_file', { path: 'a.txt', startLine: 1001 }), /has 1000 lines/);
  });

  it('caps long lines and long answers', async () => {
    const { tools } = harness({ 'min.js': 'x'.repeat(1_000_000), 'many.txt': `${'y'.repeat(1000)}\n`.repeat(1000), 'empty.txt': '' });
    assert.ok((await tools.run('read_file', { path: 'min.js' })).length < 3_000);
    const many = await tools.run('read_file', { path: 'many.txt', maxLines: 1000 });
    assert.ok(many.length < 50_000);
    assert.match(many, /continue with startLine \d+\)$/);
    assert.equal(await tools.run('read_file', { path: 'empty.txt' }), '(empty.txt is empty)');
  });

  it('shows control characters of a file instead of obeying them', async () => {
    const { tools } = harness({ 'a.js': 'evil() //\r// fine\n\x1b[8mhidden\x1b]0;x\x07\n' });
    assert.equal(await tools.run('read_file', { path: 'a.js' }), '1\tevil() //<U+000D>// fine\n2\t<U+001B>[8mhidden<U+001B>]0;x<U+0007>');
  });

  it('marks a file that usually holds secrets', async () => {
    const { tools } = harness({ '.env': 'A=1', 'a.ts': '' });
    assert.deepEqual((await tools.prepare('read_file', { path: '.env' })).effects, [
      { kind: 'read', at: { root: 'app', path: '.env' }, secret: true },
    ]);
    assert.deepEqual((await tools.prepare('read_file', { path: 'a.ts' })).effects, [
      { kind: 'read', at: { root: 'app', path: 'a.ts' }, secret: false },
    ]);
  });

  it('names the folder where there are several', async () => {
    const tools = new ToolHarness(new MemoryWorkArea({ 'a.ts': 'first' }, ['app', 'lib']));
    assert.equal((await tools.prepare('read_file', { path: 'a.ts' })).summary, 'Read app/a.ts');
    assert.equal((await tools.prepare('write_file', { path: 'lib/b.ts', content: 'x' })).summary, 'Create lib/b.ts (1 line)');
  });
});

describe('write_file and delete_file', () => {
  it('create, replace what was read, and delete', async () => {
    const { tools, area } = harness({});
    const create = await tools.prepare('write_file', { path: 'new/a.ts', content: 'one\n' });
    assert.deepEqual(
      [create.summary, create.effects[0]?.kind === 'write' && create.effects[0].change],
      ['Create new/a.ts (1 line)', 'create'],
    );
    assert.equal(create.diff, '--- /dev/null\n+++ b/new/a.ts\n@@ -0,0 +1,1 @@\n+one');
    await create.run();
    await tools.run('write_file', { path: 'new/a.ts', content: 'two\n' });
    assert.equal(area.text('new/a.ts'), 'two\n');
    assert.match((await tools.prepare('delete_file', { path: 'new/a.ts' })).summary, /^Delete new\/a\.ts \(4 bytes/);
    await tools.run('delete_file', { path: 'new/a.ts' });
    assert.equal(area.text('new/a.ts'), undefined);
    assert.match(await tools.refusal('delete_file', { path: 'new/a.ts' }), /no file new\/a\.ts/);
  });

  it('never replace what was not read, or what changed or appeared meanwhile', async () => {
    const { tools, area } = harness({ 'a.ts': 'one' });
    assert.match(await tools.refusal('write_file', { path: 'a.ts', content: 'x' }), /have not read/);
    await tools.run('read_file', { path: 'a.ts' });
    const [replace, remove, create] = await Promise.all([
      tools.prepare('write_file', { path: 'a.ts', content: 'x' }),
      tools.prepare('delete_file', { path: 'a.ts' }),
      tools.prepare('write_file', { path: 'b.ts', content: 'x' }),
    ]);
    area.set('a.ts', 'by the person');
    area.set('b.ts', 'by the person');
    for (const call of [replace, remove, create]) await assert.rejects(call.run(), /changed/);
    assert.deepEqual([area.text('a.ts'), area.text('b.ts')], ['by the person', 'by the person']);
  });

  it('keep line ends and byte order mark of a replaced file', async () => {
    const { tools, area } = harness({ 'a.ts': '\ufeffone\r\ntwo\r\n' });
    await tools.run('read_file', { path: 'a.ts' });
    await tools.run('write_file', { path: 'a.ts', content: '1\n2\n3\n' });
    assert.equal(area.text('a.ts'), '\ufeff1\r\n2\r\n3\r\n');
    assert.match(await tools.refusal('write_file', { path: 'a.ts', content: '1\n2\n3\n' }), /exactly this content/);
  });

  it('name a folder as what it is', async () => {
    const { tools } = harness({ 'src/a.ts': '' });
    for (const path of ['src/', '.', './']) assert.match(await tools.refusal('write_file', { path, content: '' }), /folder/);
    assert.match(await tools.refusal('write_file', { path: 'src', content: '' }), /folder/);
  });

  it('show a hopelessly different file as removed and added', async () => {
    const lines = (word: string): string => Array.from({ length: 9000 }, (_, index) => `${word} ${index}`).join('\n');
    const { tools } = harness({ 'a.txt': lines('old') });
    await tools.run('read_file', { path: 'a.txt' });
    const { diff } = await tools.prepare('write_file', { path: 'a.txt', content: lines('new') });
    assert.match(diff ?? '', /^--- a\/a\.txt\n\+\+\+ b\/a\.txt\n@@ -1,9000 \+1,9000 @@\n-old 0\n/);
    assert.match(diff ?? '', /more characters of this diff are not shown\)$/);
  });
});

describe('changes of protected files', () => {
  for (const path of protectedExamples) {
    it(`are marked for ${path} whether it exists or not, whatever the operation`, async () => {
      const upper = path.toUpperCase();
      const { tools } = harness({ [path]: 'a', [upper]: 'a' });
      const absent = harness({}).tools;
      for (const spelled of [path, upper, `./${path}`, path.replaceAll('/', '\\')]) await tools.run('read_file', { path: spelled });
      for (const spelled of [path, upper, `./${path}`, path.replaceAll('/', '\\')]) {
        const calls = [
          await tools.prepare('write_file', { path: spelled, content: 'b' }),
          await tools.prepare('edit_file', { path: spelled, oldText: 'a', newText: 'b' }),
          await tools.prepare('delete_file', { path: spelled }),
          await absent.prepare('write_file', { path: spelled, content: 'b' }),
        ];
        for (const { effects } of calls)
          assert.ok(
            effects.every((effect) => effect.kind === 'write' && effect.protected),
            spelled,
          );
      }
    });
  }
});

describe('list_files and search_text', () => {
  it('say how to go on when there is more', async () => {
    const { tools } = harness(Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}.txt`, 'needle\n'])));
    assert.match(await tools.run('list_files', {}), /\(more than 500 entries;/);
    assert.match(await tools.run('search_text', { text: 'needle', maxMatches: 5 }), /^(f\d+\.txt:1: needle\n){5}\(there are more/);
    assert.match(await tools.run('list_files', { glob: '*.css' }), /No file in \. matches "\*\.css"/);
    assert.match(await tools.run('search_text', { text: 'absent' }), /^Nothing in \. matches "absent"/);
  });

  it('do not search files that usually hold secrets', async () => {
    const { tools } = harness({ '.env': 'needle=1', 'a.ts': 'needle', 'deep/id_rsa': 'needle' });
    assert.equal(await tools.run('search_text', { text: 'needle' }), 'a.ts:1: needle');
    assert.match(await tools.refusal('search_text', { text: 'needle', path: '.env' }), /holds secrets/);
  });
});

describe('arguments', () => {
  it('that do not fit are refused with what is wrong', async () => {
    const { tools } = harness({});
    assert.match(await tools.refusal('read_file', {}), /read_file: [^]*path/);
    assert.match(await tools.refusal('read_file', { path: 7 }), /path/);
    assert.match(await tools.refusal('list_files', { depth: 0 }), /depth/);
    assert.match(await tools.refusal('read_file', null), /read_file/);
    assert.match(await tools.refusal('update_task', { number: 3 }), /nothing to update/);
  });
});
