import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Effect } from '../../../../src/core/model/effect.ts';
import { runCheck } from '../../../../src/core/runs/checkRunner.ts';
import { openNodeWorkArea } from '../../../../src/node/nodeWorkArea.ts';
import { NodeProcessRunner } from '../../../../src/node/nodeProcessRunner.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { tempFolder, writeFiles } from '../../../support/tempFolder.ts';
import { ToolHarness } from '../../../support/toolHarness.ts';

const never = new AbortController().signal;
const at = (place: string): { root: string; path: string } => ({ root: 'app', path: place });

async function area(context: TestContext, files: Record<string, string>, unsaved: Record<string, string | undefined>) {
  const root = path.join(await tempFolder(context), 'app');
  await mkdir(root);
  await writeFiles(root, files);
  const held = new Map(
    Object.entries(unsaved).map(([name, text]) => [
      path.join(root, name),
      text === undefined ? undefined : () => Promise.resolve(new TextEncoder().encode(text)),
    ]),
  );
  return {
    root,
    work: await openNodeWorkArea({
      roots: [{ name: 'app', folder: root }],
      trash: path.join(root, '../trash'),
      unsaved: () => Promise.resolve(held),
    }),
  };
}

test('unsaved text is what is read, and the snapshot says so', async (context) => {
  const { work } = await area(context, { 'a.ts': 'saved\n', 'b.ts': 'b\n' }, { 'a.ts': 'typed\n' });
  const snapshot = await work.read(at('a.ts'));
  assert.deepEqual([new TextDecoder().decode(snapshot?.bytes), snapshot?.unsaved], ['typed\n', true]);
  assert.equal((await work.read(at('b.ts')))?.unsaved, undefined);
});

test('unsaved text is what is searched, in the order of the files and within ignore rules and globs', async (context) => {
  const files = { 'a.ts': 'needle\n', 'b.ts': 'needle\n', 'c.ts': 'hay\n', 'out.log': '', '.gitignore': '*.log\n' };
  const { work } = await area(context, files, { 'a.ts': 'hay\n', 'c.ts': 'hay\nneedle\n', 'out.log': 'needle\n' });
  const query = { text: 'needle', regex: false, caseSensitive: true, maxMatches: 9 };
  const found = async (folder: string, include = '**'): Promise<string[]> =>
    (await work.search(at(folder), { ...query, include }, never)).matches.map((match) => `${match.path}:${match.line}`);
  assert.deepEqual(await found(''), ['b.ts:1', 'c.ts:2']);
  assert.deepEqual(await found('c.ts'), ['c.ts:2']);
  assert.deepEqual(await found('', 'b*'), ['b.ts:1']);
});

test('files with unsaved changes are named; those whose text is what stands on disk are not, nor what is out of reach', async (context) => {
  const files = { 'a.ts': 'saved\n', 'b.ts': 'same\n', 'book.ipynb': '{}', '.rota/local/x': '' };
  const { work } = await area(context, files, {
    'b.ts': 'same\n',
    'a.ts': 'typed\n',
    'book.ipynb': undefined,
    '.rota/local/x': 'y',
    '../outside.ts': 'x',
  });
  assert.deepEqual(await work.unsaved(), [at('a.ts'), at('book.ipynb')]);
});

test('links stay refused, whatever an editor holds under their name', async (context) => {
  const { work, root } = await area(context, {}, { 'link.ts': 'typed' });
  await symlink('/etc/hostname', path.join(root, 'link.ts'));
  await assert.rejects(work.read(at('link.ts')), /link/);
});

test('the effects of edits and commands tell of unsaved changes', async (context) => {
  const { work } = await area(context, { 'a.ts': 'saved\n', 'b.ts': 'b\n' }, { 'a.ts': 'typed\n' });
  const harness = new ToolHarness(work);
  await harness.run('read_file', { path: 'a.ts' });
  await harness.run('read_file', { path: 'b.ts' });
  const effects = async (tool: string, input: Record<string, string>): Promise<readonly Effect[]> =>
    (await harness.prepare(tool, input)).effects;
  const isUnsaved = ([effect]: readonly Effect[]): unknown => effect && 'unsaved' in effect && effect.unsaved;
  assert.equal(isUnsaved(await effects('edit_file', { path: 'a.ts', oldText: 'typed', newText: 'more' })), true);
  assert.equal(isUnsaved(await effects('write_file', { path: 'a.ts', content: 'new' })), true);
  assert.equal(isUnsaved(await effects('delete_file', { path: 'a.ts' })), true);
  assert.equal(isUnsaved(await effects('edit_file', { path: 'b.ts', oldText: 'b', newText: 'c' })), false);
  assert.deepEqual(isUnsaved(await effects('run_command', { command: 'ls' })), [at('a.ts')]);
});

test('the result of a check names the unsaved files that its command could not see', async (context) => {
  const { work, root } = await area(context, { 'a.ts': 'saved\n' }, { 'a.ts': 'typed\n' });
  const ports = {
    workArea: work,
    processes: new NodeProcessRunner({ roots: [root], host: process.env }),
    clock: new FakeClock(),
    filter: (text: string) => text,
  };
  const result = await runCheck({ kind: 'command', command: 'grep -q saved a.ts', timeLimit: 20 }, at(''), 'tag', { ports, signal: never });
  assert.deepEqual([result.passed, result.summary], [true, 'exit code 0; unsaved changes were not seen: a.ts']);
});
