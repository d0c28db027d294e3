import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import type * as z from 'zod';
import { TaskDetails } from '../../src/core/actions/taskActions.ts';
import { ToolFolderList } from '../../src/core/actions/toolActions.ts';
import type { Task } from '../../src/core/model/task.ts';
import { plantTool } from '../support/plantedTools.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';
import { tempFolder } from '../support/tempFolder.ts';

const posix = { skip: process.platform === 'win32' ? 'programs here are shell scripts' : false };

async function cardOf({ json }: Workspace, number: number): Promise<Task> {
  return TaskDetails.parse(await json('task', 'show', String(number))).task;
}

async function foldersOf({ json }: Workspace): Promise<z.infer<typeof ToolFolderList>['items']> {
  return ToolFolderList.parse(await json('tools')).items;
}

/** A board whose agent says that it is done, and a card with a check for each command. */
async function withChecks(workspace: Workspace, ...checks: string[]): Promise<void> {
  const script = workspace.script({ Look: [{ text: 'Done.' }] });
  await workspace.quick('agent', 'add', 'coder', '--script', script);
  for (const check of checks) await workspace.quick('task', 'add', 'Look at it', '--check', check, '--queue');
}

const summary = ({ checks }: Task): string => checks[0]?.latest?.summary ?? '';

test('a check does not find a program of the workspace until a person says so; what it says leads there', posix, async (t) => {
  const workspace = await createWorkspace(t);
  plantTool(join(workspace.folder, '.venv/bin'), 'venvtool', 'it is there');
  await withChecks(workspace, 'venvtool', 'venvtool --again');
  await workspace.quick('task', 'execute', '1');
  assert.match(
    summary(await cardOf(workspace, 1)),
    /^exit code 127; venvtool is in \.venv\/bin, where checks and commands do not look: "rota tools use \.venv\/bin", or in the editor/,
  );
  const doctor = await workspace.quick('doctor');
  assert.match(doctor.stdout, /Problem {2}venvtool\n {2}It is in \.venv\/bin of the workspace,[^\n]*\n {2}`rota tools use \.venv\/bin`/);

  const { code, stdout, stderr } = await workspace.quick('tools', 'use', '.venv/bin', '--yes');
  assert.deepEqual([code, /take programs from \.venv\/bin/.test(stdout)], [0, true], stderr);
  assert.match(stderr, /would look into \.venv\/bin first[^]*1 with names of their own: venvtool/);
  await workspace.quick('task', 'execute', '2');
  assert.equal(summary(await cardOf(workspace, 2)), 'exit code 0');
  assert.match((await workspace.quick('doctor')).stdout, /OK {2}venvtool\n {2}.*\.venv\/bin\/venvtool, for checks of #/);

  assert.equal((await workspace.quick('tools', 'forget', '.venv/bin')).code, 0);
  assert.deepEqual(
    (await foldersOf(workspace)).map(({ folder, state }) => [folder, state]),
    [['.venv/bin', 'offered']],
  );
});

test('where the terminal would take another program, the check says which it took', posix, async (t) => {
  const outside = await tempFolder(t);
  plantTool(outside, 'linter', 'of this machine');
  const workspace = await createWorkspace(t, { PATH: `${outside}:${dirname(process.execPath)}:/usr/bin:/bin` });
  plantTool(join(workspace.folder, 'node_modules/.bin'), 'linter', 'of the project');
  await withChecks(workspace, 'linter | cat', 'linter');
  await workspace.quick('task', 'execute', '2');
  const card = await cardOf(workspace, 2);
  assert.match(summary(card), /^exit code 0; linter was \S*\/linter and not the one in node_modules\/\.bin that your terminal may take/);
  assert.equal(card.checks[0]?.latest?.output, 'of this machine\n');
  assert.match((await workspace.quick('doctor')).stdout, /Warning {2}linter\n[^\n]*Your terminal may take the one in node_modules\/\.bin/);
  const used = await workspace.quick('tools', 'use', 'node_modules/.bin', '--yes');
  assert.ok(used.stderr.includes(`These take the place of programs of this machine:\n  linter  (${outside}/linter)`), used.stderr);
  await workspace.quick('task', 'execute', '1');
  assert.equal((await cardOf(workspace, 1)).checks[0]?.latest?.output, 'of the project\n');
});

test('a folder of any name on the PATH of the terminal is offered, and one that a person names elsewhere is taken', posix, async (t) => {
  const link = join(await tempFolder(t), 'link');
  const workspace = await createWorkspace(t, { PATH: `${link}:/usr/bin:/bin` });
  plantTool(join(workspace.folder, 'odd/place'), 'oddtool', 'odd');
  symlinkSync(join(workspace.folder, 'odd/place'), link);
  plantTool(join(workspace.folder, 'ci scripts'), 'named', 'named');
  await workspace.quick('init');
  assert.equal((await workspace.quick('tools', 'use', join(workspace.folder, 'ci scripts'), '--yes')).code, 0);
  const named = (await foldersOf(workspace)).map(({ folder, state }) => [folder, state]);
  assert.deepEqual(named, [['ci scripts', 'used']], 'a link from outside leads to no folder of the workspace by name');
  assert.equal((await workspace.quick('tools', 'use', 'odd/place/', '--yes')).code, 0);
  await withChecks(workspace, 'oddtool && named');
  await workspace.quick('task', 'execute', '1');
  assert.equal((await cardOf(workspace, 1)).checks[0]?.latest?.output, 'odd\nnamed\n');
});

test('what cannot hold tools is refused, and nobody consents without having looked', posix, async (t) => {
  const workspace = await createWorkspace(t);
  await workspace.quick('init');
  plantTool(join(workspace.folder, '.venv/bin'), 'tool', 'x');
  for (const folder of ['.', '..', '/usr/bin', '.rota', '.rota/local', '.git/hooks', '.ROTA/x'])
    assert.deepEqual((await workspace.quick('tools', 'use', folder, '--yes')).code, 2, folder);
  assert.match((await workspace.quick('tools', 'use', 'nowhere', '--yes')).stderr, /There are no programs in /);
  assert.match(
    (await workspace.quick('tools', 'use', '.venv/bin')).stderr,
    /Nobody is asked here\. Look at what would change, then say it with --yes\./,
  );
  const agent = await createWorkspace(t, { ROTA_RUN: '01ARZ3NDEKTSV4RRFFQ69G5FAV' });
  plantTool(join(agent.folder, '.venv/bin'), 'tool', 'x');
  await agent.quick('task', 'add', 'Card');
  for (const args of [
    ['use', '.venv/bin', '--yes'],
    ['forget', '.venv/bin'],
  ]) {
    const { code, stderr } = await agent.quick('tools', ...args);
    assert.deepEqual([code, /is not for agents, nor for commands that they start/.test(stderr)], [2, true], stderr);
  }
  assert.ok(!existsSync(join(agent.data, 'tools.jsonl')));
});

test('the consent is kept in the data folder alone, and neither a copy of it nor one of the board counts elsewhere', posix, async (t) => {
  const [workspace, other] = [await createWorkspace(t), await createWorkspace(t)];
  for (const { folder, quick } of [workspace, other]) {
    plantTool(join(folder, '.venv/bin'), 'venvtool', 'x');
    await quick('init');
  }
  const before = readdirSync(join(workspace.folder, '.rota')).sort();
  await workspace.quick('tools', 'use', '.venv/bin', '--yes');
  assert.deepEqual(readdirSync(join(workspace.folder, '.rota')).sort(), before);
  const kept = readFileSync(join(workspace.data, 'tools.jsonl'), 'utf8');
  writeFileSync(join(other.data, 'tools.jsonl'), kept.replaceAll(workspace.folder, other.folder), { mode: 0o600 });
  const listed = await other.quick('tools');
  assert.match(listed.stdout, /^not used {2}\.venv\/bin/);
  assert.match(listed.stderr, /tools\.jsonl holds records that Rota did not write/);
});

test('a program that comes or changes in the place of one of this machine sets the folder aside, and it is said', posix, async (t) => {
  const workspace = await createWorkspace(t);
  const bin = join(workspace.folder, '.venv/bin');
  plantTool(bin, 'venvtool', 'x');
  plantTool(bin, 'git', 'the git of the project');
  await workspace.quick('init');
  const state = async (): Promise<string> => (await foldersOf(workspace))[0]?.state ?? '';
  await workspace.quick('tools', 'use', '.venv/bin', '--yes');
  plantTool(bin, 'venvtool', 'another text');
  plantTool(bin, 'othertool', 'new');
  assert.equal(await state(), 'used', 'names of their own may change');
  assert.match((await workspace.quick('tools')).stdout, /since it was allowed: othertool new, venvtool changed/);
  assert.match(
    (await workspace.quick('doctor')).stdout,
    /Note {2}Tools of the workspace\n[^\n]*Changed since you allowed it: othertool, venvtool\./,
  );

  plantTool(bin, 'git', 'not the git that was allowed');
  assert.equal(await state(), 'withheld');
  assert.match(
    (await workspace.quick('tools')).stdout,
    /set aside[^]*git in \.venv\/bin is another program than the one that was allowed, and takes the place of \S*git\./,
  );
  await withChecks(workspace, 'git --version | grep -v project && venvtool');
  await workspace.quick('task', 'execute', '1');
  const card = await cardOf(workspace, 1);
  assert.match(card.checks[0]?.latest?.output ?? '', /^git version/);
  assert.match(
    summary(card),
    /^exit code 127; git was \S+ and not [^:]*, venvtool is in \.venv\/bin[^]*; git in \.venv\/bin is another program than the one that was allowed/,
  );

  await workspace.quick('tools', 'use', '.venv/bin', '--yes');
  assert.equal(await state(), 'used');
  plantTool(bin, 'ls', 'came later');
  assert.match(
    (await workspace.quick('doctor')).stdout,
    /Warning {2}Tools of the workspace\n[^\n]*ls came to \.venv\/bin after it was allowed/,
  );
  rmSync(join(workspace.folder, '.venv'), { recursive: true });
  assert.match((await workspace.quick('tools')).stdout, /set aside[^]*was allowed, and is not there now/);
});

test('an agent that changes a tool shakes the evidence of its check, and its file tools must ask', posix, async (t) => {
  const workspace = await createWorkspace(t);
  const bin = join(workspace.folder, 'build/bin');
  plantTool(bin, 'measure', 'red', 1);
  const fake = 'printf "#!/bin/sh\\nexit 0\\n" > build/bin/measure';
  const script = workspace.script({
    Cheat: [{ toolCalls: [{ name: 'run_command', arguments: { command: fake } }] }, { text: 'Done.' }],
    Write: [{ toolCalls: [{ name: 'write_file', arguments: { path: 'build/bin/more', content: '#!/bin/sh\n' } }] }, { text: 'Done.' }],
  });
  await workspace.quick('agent', 'add', 'coder', '--script', script, '--mode', 'edit');
  await workspace.quick('tools', 'use', 'build/bin', '--yes');
  await workspace.quick('task', 'add', 'Write it', '--check', 'true', '--queue');
  const asked = await workspace.quick('task', 'execute', '1');
  assert.equal(asked.code, 3, asked.stdout + asked.stderr);
  assert.match((await workspace.quick('inbox')).stdout, /build\/bin\/more/);
  await workspace.quick('task', 'add', 'Cheat', '--check', 'measure', '--queue');
  await workspace.quick('task', 'execute', '2', '--allow', `run:${fake}`);
  const card = await cardOf(workspace, 2);
  assert.deepEqual([card.status, card.statusReason], ['review', 'The run changed build/bin/measure, which its check rests on.']);
});

test('a check behind a pipe, and one that found nothing to run, say that their zero may mean nothing', posix, async (t) => {
  const workspace = await createWorkspace(t);
  await withChecks(workspace, 'false | tee log', 'no-such-program | tee log', 'set -o pipefail; true | tee log');
  for (const card of ['1', '2', '3']) await workspace.quick('task', 'execute', card);
  assert.match(summary(await cardOf(workspace, 1)), /^exit code 0; the exit code is that of "tee".*set -o pipefail/);
  assert.match(summary(await cardOf(workspace, 2)), /^exit code 0; "no-such-program" was not found, and the check passed all the same/);
  assert.equal(summary(await cardOf(workspace, 3)), 'exit code 0');
});
