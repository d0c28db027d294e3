import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ToolError } from '../../../../src/core/base/errors.ts';
import type { JsonValue } from '../../../../src/core/base/json.ts';
import { tempFolder, writeFiles } from '../../../support/tempFolder.ts';
import { ToolHarness } from '../../../support/toolHarness.ts';

const CANARY = 'OUTSIDE-CANARY';
const SPELLINGS = 2_000;

/** A workspace full of ways out, beside folders with a canary in every file. */
async function leakyWorkspace(test: TestContext): Promise<{ outer: string; root: string }> {
  const outer = await tempFolder(test);
  const root = path.join(outer, 'ws');
  await writeFiles(outer, {
    'outside/secret.txt': `${CANARY} one\n`,
    'ws2/secret.txt': `${CANARY} two\n`,
    'secret.txt': `${CANARY} three\n`,
  });
  await writeFiles(root, { 'src/a.ts': 'inside\n', '.rota/local/store.txt': `${CANARY} store\n` });
  const links = {
    'link-out': '../outside',
    'link-file': '../outside/secret.txt',
    chain: 'link-out',
    dangling: '../outside/new.txt',
    loop: 'loop',
    'link-up': '..',
    'src/link-up': '../..',
  };
  for (const [name, target] of Object.entries({ ...links, 'link-store': '.rota/local', absolute: path.join(outer, 'outside') }))
    await symlink(target, path.join(root, name));
  return { outer, root };
}

function waysOut(outer: string, root: string): string[] {
  const bases = [
    '../outside/secret.txt',
    '..',
    '../ws2/secret.txt',
    'src/../../outside/secret.txt',
    'nowhere/../../outside/secret.txt',
    '../ws/../secret.txt',
  ];
  bases.push(
    'link-out/secret.txt',
    'link-file',
    'chain/secret.txt',
    'dangling',
    'dangling/x',
    'loop/x',
    'link-up/secret.txt',
    'src/link-up/outside/secret.txt',
    'link-up/ws2/new.txt',
  );
  bases.push(
    'absolute/secret.txt',
    'link-out',
    'link-up',
    'src/link-up',
    'link-store/store.txt',
    '.rota/local/store.txt',
    '.ROTA/LOCAL/store.txt',
    '.rota/local',
    'link-out/new/deep.txt',
  );
  bases.push(
    `${outer}/outside/secret.txt`,
    `${root}2/secret.txt`,
    `${root}/../outside/secret.txt`,
    '/etc/passwd',
    '/proc/self/cwd/package.json',
    `/proc/self/root${outer}/secret.txt`,
    '/dev/null',
  );
  bases.push(
    '~/secret.txt',
    '~root/x',
    'C:\\secret.txt',
    'C:secret.txt',
    '\\\\server\\share\\x',
    '//server/share/x',
    `file://${outer}/secret.txt`,
    '\\\\?\\C:\\x',
  );
  const before = ['', './', '././/', 'src/../', 'src//..//', 'nowhere/../', '/', './../ws/', '%2e%2e/', `${root}/`];
  const after = ['', '/', '/.', '/../secret.txt', '\0', '\0.ts', '\n', ' ', '.', '::$DATA', '%00', '/..'];
  const spelled = bases.flatMap((base) => before.flatMap((head) => after.map((tail) => head + base + tail)));
  const dots = ['．．', '‥', '%2e%2e', '..%2f', '..;', '.. ', ' ..', '...', '.\u200b.'].flatMap((dot) => [
    `${dot}/outside/secret.txt`,
    `src/${dot}/${dot}/secret.txt`,
  ]);
  return [...new Set([...spelled, ...spelled.map((each) => each.replaceAll('/', '\\')), ...dots])];
}

async function contentsOf(folder: string, except: string): Promise<string> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const place = path.join(entry.parentPath, entry.name);
    if (place.startsWith(except)) continue;
    found.push(entry.isFile() ? `${place} ${await readFile(place, 'utf8')}` : place);
  }
  return found.sort().join('\n');
}

describe('paths that lead outside', () => {
  it('read, list, search, change and delete nothing there, however they are written', async (test) => {
    const { outer, root } = await leakyWorkspace(test);
    const tools = await ToolHarness.onDisk(root, path.join(root, '.rota/local/trash'));
    const all = waysOut(outer, root);
    assert.ok(all.length >= SPELLINGS, `${all.length} spellings`);
    // A stride keeps every kind while the test stays short.
    const stride = Math.floor(all.length / SPELLINGS);
    const chosen = all.filter((_, index) => index % stride === 0);
    assert.ok(chosen.length >= SPELLINGS);
    const before = await contentsOf(outer, path.join(root, 'src'));
    for (const spelling of chosen) {
      const calls: [string, JsonValue][] = [
        ['list_files', { path: spelling, depth: 1 }],
        ['search_text', { path: spelling, text: CANARY }],
        ['read_file', { path: spelling }],
        ['edit_file', { path: spelling, oldText: CANARY, newText: 'x' }],
        ['delete_file', { path: spelling }],
      ];
      for (const [name, input] of calls)
        assert.ok(!(await answer(tools, name, input)).includes(`${CANARY} `), `${name} ${JSON.stringify(spelling)}`);
    }
    assert.equal(await contentsOf(outer, path.join(root, 'src')), before);
    // Writing may make files of strange names inside; outside it makes none.
    const inside = await contentsOf(outer, root);
    for (const spelling of chosen) await answer(tools, 'write_file', { path: spelling, content: 'x' });
    assert.equal(await contentsOf(outer, root), inside);
  });

  it('are refused before anything is prepared', async (test) => {
    const { outer, root } = await leakyWorkspace(test);
    const { workArea } = (await ToolHarness.onDisk(root, path.join(outer, 'trash'))).context;
    for (const link of [
      'link-out',
      'link-out/new.txt',
      'link-file',
      'chain/a/b',
      'dangling',
      'loop',
      'link-up',
      'src/link-up',
      'absolute/x',
      'link-store',
      'src/a.ts/x',
    ]) {
      await assert.rejects(workArea.resolve(link), ToolError, link);
    }
    assert.deepEqual(await workArea.resolve(path.join(root, 'src/./new/x.ts')), { root: 'workspace', path: 'src/new/x.ts' });
  });

  it('are refused for commands too', async (test) => {
    const { outer, root } = await leakyWorkspace(test);
    const tools = await ToolHarness.onDisk(root, path.join(outer, 'trash'));
    for (const folder of ['..', 'link-out', 'link-up', '/', outer, 'src/link-up', 'chain', 'nowhere', 'src/a.ts', 'loop', '.rota/local']) {
      await assert.rejects(tools.prepare('run_command', { command: 'true', folder }), ToolError, folder);
    }
  });

  it('are not followed by a link that appears between the approval and the change', async (test) => {
    const { outer, root } = await leakyWorkspace(test);
    const tools = await ToolHarness.onDisk(root, path.join(outer, 'trash'));
    for (const name of ['secret.txt', 'new.txt', 'deep/new.txt']) {
      const call = await tools.prepare('write_file', { path: `made/${name}`, content: 'x' });
      await symlink('../outside', path.join(root, 'made'));
      await assert.rejects(call.run(), ToolError);
      await rm(path.join(root, 'made'));
    }
    assert.deepEqual(await readdir(path.join(outer, 'outside')), ['secret.txt']);
    await mkdir(path.join(root, 'later'));
    const other = await tools.prepare('write_file', { path: 'later/secret.txt', content: 'x' });
    await symlink('../../outside/secret.txt', path.join(root, 'later/secret.txt'));
    await assert.rejects(other.run(), ToolError);
    assert.equal(await readFile(path.join(outer, 'outside/secret.txt'), 'utf8'), `${CANARY} one\n`);
  });
});

async function answer(tools: ToolHarness, name: string, input: JsonValue): Promise<string> {
  try {
    return await tools.run(name, input);
  } catch (error) {
    // Any other error would be a bug in a tool.
    if (error instanceof ToolError) return '';
    throw error;
  }
}
