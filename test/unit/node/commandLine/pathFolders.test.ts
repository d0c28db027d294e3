import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { installLauncher } from '../../../../src/node/commandLine/launcherFile.ts';
import { pathLauncherText } from '../../../../src/node/commandLine/launcherText.ts';
import { findLaunchers, listFolderChoices, profileLine, type CommandHost } from '../../../../src/node/commandLine/pathFolders.ts';
import { whileReadOnly } from '../../../support/readOnlyFolder.ts';
import { tempFolder, type Cleanup } from '../../../support/tempFolder.ts';

const notHere = { skip: process.platform === 'win32' ? 'folders are others there' : false };

interface Home {
  readonly home: string;
  readonly localBin: string;
  readonly bin: string;
  /** This machine with that home and a PATH of these folders. */
  hostWith(...folders: string[]): CommandHost;
}

async function makeHome(t: Cleanup): Promise<Home> {
  const home = await tempFolder(t);
  const hostWith = (...folders: string[]): CommandHost => ({
    platform: process.platform,
    home,
    environment: { PATH: folders.join(delimiter), SHELL: '/bin/zsh' },
  });
  return { home, localBin: join(home, '.local/bin'), bin: join(home, 'bin'), hostWith };
}

function putProgram(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

test('the usual folders that are on the PATH are offered, the most personal first, also one that is yet to be made', notHere, async (t) => {
  const { bin, localBin, home, hostWith } = await makeHome(t);
  mkdirSync(bin);
  const offered = (...folders: string[]): string[] => listFolderChoices(hostWith(...folders)).choices.map(({ file }) => file);
  assert.deepEqual(offered('/usr/bin', bin, `${localBin}/`), [join(localBin, 'rota'), join(bin, 'rota')]);
  assert.deepEqual(
    offered(bin, join(home, 'elsewhere'), '', './bin'),
    [join(bin, 'rota')],
    'no other folder, and none that depends on where one stands',
  );
  assert.deepEqual(listFolderChoices(hostWith(bin)).choices, [
    { file: join(bin, 'rota'), onPath: true, installed: false, hiddenBy: undefined },
  ]);
});

test('where none is on the PATH the first is offered all the same, with the line for the profile of the shell', notHere, async (t) => {
  const { home, localBin, hostWith } = await makeHome(t);
  const host = hostWith('/usr/bin', '/bin');
  assert.deepEqual(listFolderChoices(host).choices, [
    { file: join(localBin, 'rota'), onPath: false, installed: false, hiddenBy: undefined },
  ]);
  const line = (shell: string, platform: NodeJS.Platform = 'linux'): unknown =>
    profileLine(localBin, { ...host, platform, environment: { SHELL: shell } });
  const exported = 'export PATH="$HOME/.local/bin:$PATH"';
  assert.deepEqual(line('/bin/zsh'), { line: exported, file: '~/.zshrc' });
  assert.deepEqual(line('/bin/bash'), { line: exported, file: '~/.bashrc' });
  assert.deepEqual(line('/bin/bash', 'darwin'), { line: exported, file: '~/.bash_profile' });
  assert.deepEqual(line('/usr/bin/fish'), { line: 'fish_add_path "$HOME/.local/bin"', file: '~/.config/fish/config.fish' });
  assert.deepEqual(line(''), { line: exported, file: '~/.profile' });
  assert.equal(line('', 'win32'), undefined);
  assert.deepEqual(profileLine('/opt/bin', { ...host, home }), { line: 'export PATH="/opt/bin:$PATH"', file: '~/.zshrc' });
});

test('a folder that cannot be written is not offered', notHere, async (t) => {
  const { bin, localBin, hostWith } = await makeHome(t);
  mkdirSync(localBin, { recursive: true });
  mkdirSync(bin);
  const wasReadOnly = await whileReadOnly(localBin, async () => {
    assert.deepEqual(
      listFolderChoices(hostWith(localBin, bin)).choices.map(({ file }) => file),
      [join(bin, 'rota')],
    );
  });
  if (!wasReadOnly) t.skip('no folder can be made read-only here');
});

test('a `rota` of somebody else is left alone and told, and one that comes first on the PATH is named', notHere, async (t) => {
  const { home, bin, localBin, hostWith } = await makeHome(t);
  const foreign = putProgram(join(localBin, 'rota'));
  const host = hostWith(localBin, bin);
  mkdirSync(bin);
  assert.deepEqual(listFolderChoices(host), {
    choices: [{ file: join(bin, 'rota'), onPath: true, installed: false, hiddenBy: foreign }],
    foreign: [foreign],
  });
  assert.equal(listFolderChoices(hostWith(bin, localBin)).choices[0]?.hiddenBy, undefined, 'it comes later');
  chmodSync(foreign, 0o644);
  assert.equal(listFolderChoices(host).choices[0]?.hiddenBy, undefined, 'a shell does not take what is no program');
  assert.deepEqual(listFolderChoices(hostWith(localBin)), { choices: [], foreign: [foreign] });
  const elsewhere = putProgram(join(home, 'tools/rota'));
  assert.equal(listFolderChoices(hostWith(dirname(elsewhere), bin)).choices[0]?.hiddenBy, elsewhere);
});

test(
  'launchers of ours are found in every folder of the PATH and in the usual ones, once each, without the one that they start',
  notHere,
  async (t) => {
    const { home, bin, localBin, hostWith } = await makeHome(t);
    const current = join(home, 'data/launcher/rota');
    const text = pathLauncherText(current, hostWith());
    const [usual, other] = [join(localBin, 'rota'), join(home, 'tools/rota')];
    for (const file of [current, usual, other]) installLauncher(file, text);
    putProgram(join(bin, 'rota'));
    symlinkSync(localBin, join(home, 'link'));
    const host = hostWith(dirname(current), join(home, 'link'), bin, dirname(other));
    assert.deepEqual(findLaunchers(host, current), [usual, other]);
    assert.deepEqual(
      listFolderChoices(host).choices.map(({ file, installed, hiddenBy }) => ({ file, installed, hiddenBy })),
      [{ file: usual, installed: true, hiddenBy: undefined }],
    );
  },
);
