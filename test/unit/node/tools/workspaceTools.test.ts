import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Actor } from '../../../../src/core/model/actor.ts';
import { NodeProcessRunner } from '../../../../src/node/nodeProcessRunner.ts';
import { WorkspaceTools } from '../../../../src/node/tools/workspaceTools.ts';
import { plantTool } from '../../../support/plantedTools.ts';
import { aCommand } from '../../../support/processes.ts';
import { tempFolder } from '../../../support/tempFolder.ts';

const ada: Actor = { kind: 'person', name: 'ada' };
const posix = { skip: process.platform === 'win32' ? 'programs here are shell scripts' : false };

async function setUp(t: Parameters<typeof tempFolder>[0], options: { storeId?: string; path?: string } = {}) {
  const base = await tempFolder(t);
  const [folder, dataFolder] = [join(base, 'work'), join(base, 'data')];
  for (const each of [folder, dataFolder]) mkdirSync(each);
  const open = (roots = [{ name: 'work', folder }], storeId = options.storeId ?? 'store1'): WorkspaceTools => {
    const path = options.path ?? '/usr/bin:/bin';
    return new WorkspaceTools({ dataFolder, storeId, roots, hostPath: path, commandPath: path, notify: (message) => assert.fail(message) });
  };
  const allow = async (tools: WorkspaceTools, name: string): Promise<unknown> => tools.use(name, (await tools.get(name)).seen, ada);
  return { base, folder, dataFolder, open, allow };
}

test('a consent holds for its board, its folder and this workspace, also in other processes, until it is taken back', posix, async (t) => {
  const { base, folder, open, allow } = await setUp(t);
  plantTool(join(folder, '.venv/bin'), 'tool', 'x');
  plantTool(join(folder, 'venv/bin'), 'tool', 'x');
  const tools = open();
  assert.deepEqual(tools.inUse(), []);
  await allow(tools, '.venv/bin');
  assert.deepEqual([tools.inUse(), open().inUse()], [[join(folder, '.venv/bin')], [join(folder, '.venv/bin')]]);
  assert.deepEqual(open(undefined, 'store2').inUse(), []);
  renameSync(folder, join(base, 'moved'));
  assert.deepEqual(open([{ name: 'work', folder: join(base, 'moved') }]).inUse(), [], 'moved: asked again');
  renameSync(join(base, 'moved'), folder);
  await tools.forget('.venv/bin', ada);
  assert.deepEqual([tools.inUse(), open().inUse()], [[], []]);
});

test('several folders come in the order in which they were allowed, behind names of roots where there are several', posix, async (t) => {
  const { base, folder, open, allow } = await setUp(t);
  const other = join(base, 'other');
  plantTool(join(folder, 'node_modules/.bin'), 'first', 'x');
  plantTool(join(other, '.venv/bin'), 'second', 'x');
  const tools = open([
    { name: 'work', folder },
    { name: 'other', folder: other },
  ]);
  await allow(tools, 'other/.venv/bin');
  await allow(tools, 'node_modules/.bin');
  assert.deepEqual(tools.inUse(), [join(other, '.venv/bin'), join(folder, 'node_modules/.bin')]);
  assert.deepEqual(
    (await tools.list()).map((each) => each.folder),
    ['other/.venv/bin', 'work/node_modules/.bin'],
  );
});

test('what was not seen is not allowed, and only a person allows', posix, async (t) => {
  const { folder, open, allow } = await setUp(t);
  const file = plantTool(join(folder, '.venv/bin'), 'tool', 'x');
  const tools = open();
  const { seen } = await tools.get('.venv/bin');
  writeFileSync(file, '#!/bin/sh\necho other\n');
  await assert.rejects(tools.use('.venv/bin', seen, ada), { code: 'conflict' });
  const agent: Actor = { kind: 'agent', name: 'coder' };
  await assert.rejects(tools.use('.venv/bin', (await tools.get('.venv/bin')).seen, agent), { code: 'refused' });
  await allow(tools, '.venv/bin');
  await assert.rejects(tools.forget('.venv/bin', agent), { code: 'refused' });
});

test('a folder that leads elsewhere since it was allowed is set aside', posix, async (t) => {
  const { folder, open, allow } = await setUp(t);
  plantTool(join(folder, 'real/bin'), 'tool', 'x');
  plantTool(join(folder, 'planted/bin'), 'tool', 'x');
  symlinkSync('real', join(folder, '.venv'));
  const tools = open();
  await allow(tools, '.venv/bin');
  assert.deepEqual(tools.inUse(), [join(folder, '.venv/bin')]);
  rmSync(join(folder, '.venv'));
  symlinkSync('planted', join(folder, '.venv'));
  assert.deepEqual(tools.inUse(), []);
  assert.match((await tools.get('.venv/bin')).reason ?? '', /leads to .*planted\/bin now/);
});

test(
  'commands take programs from an allowed folder first, as in a terminal where it was activated, and from no other of the workspace',
  posix,
  async (t) => {
    const { folder, open, allow } = await setUp(t);
    plantTool(join(folder, '.venv/bin'), 'pytest', 'of the project');
    plantTool(join(folder, '.venv/bin'), 'ls', 'of the project');
    plantTool(join(folder, 'bin'), 'stranger', 'PLANTED');
    writeFileSync(join(folder, '.venv/pyvenv.cfg'), '');
    const tools = open();
    const runner = new NodeProcessRunner({
      roots: [folder],
      tools: () => tools.inUse(),
      host: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` },
    });
    const run = async (text: string): Promise<string> => (await runner.start(aCommand(folder, text)).result).output;
    assert.match(
      await run('pytest; stranger; echo ${VIRTUAL_ENV-none}'),
      /pytest: command not found\n.*stranger: command not found\nnone\n/,
    );
    await allow(tools, '.venv/bin');
    assert.match(
      await run('pytest; ls; stranger; echo $VIRTUAL_ENV'),
      new RegExp(`^of the project\nof the project\n.*not found\n${folder}/.venv\n$`),
    );
    const direct = await runner.start({ ...aCommand(folder, ''), command: { argv: ['pytest'] } }).result;
    assert.equal(direct.output, 'of the project\n');
    plantTool(join(folder, '.venv/bin'), 'cat', 'PLANTED');
    assert.doesNotMatch(await run('echo real | cat; pytest'), /PLANTED|of the project/);
  },
);

test("what commands may take is photographed: the programs that they name, and those in the place of this machine's", posix, async (t) => {
  const { folder, open, allow } = await setUp(t);
  const bin = join(folder, 'tools');
  for (const name of ['pytest', 'ls', 'other']) plantTool(bin, name, 'x');
  const tools = open();
  assert.equal((await tools.photograph(['pytest'])).size, 0);
  await allow(tools, 'tools');
  const before = await tools.photograph(['pytest -q && echo', 'true']);
  assert.deepEqual([...before.keys()].sort(), ['tools/ls', 'tools/pytest']);
  plantTool(bin, 'pytest', 'y');
  const after = await tools.photograph(['pytest -q && echo', 'true']);
  assert.notEqual(after.get('tools/pytest'), before.get('tools/pytest'));
  assert.equal(after.get('tools/ls'), before.get('tools/ls'));
});

test('a program that leads out of the workspace is known by where it leads', posix, async (t) => {
  const { base, folder, open, allow } = await setUp(t);
  const outside = plantTool(join(base, 'python'), 'python3', 'a first version');
  mkdirSync(join(folder, '.venv/bin'), { recursive: true });
  symlinkSync(outside, join(folder, '.venv/bin/ls'));
  const tools = open();
  await allow(tools, '.venv/bin');
  plantTool(join(base, 'python'), 'python3', 'brought up to date');
  assert.equal((await tools.get('.venv/bin')).state, 'used');
  rmSync(join(folder, '.venv/bin/ls'));
  plantTool(join(folder, '.venv/bin'), 'ls', 'a first version');
  assert.equal((await tools.get('.venv/bin')).state, 'withheld');
});
