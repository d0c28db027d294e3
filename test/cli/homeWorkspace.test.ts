import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import * as z from 'zod';
import { builtCommandLine } from '../support/builtCommandLine.ts';
import { noOtherUser } from '../support/otherUser.ts';
import { plantTool } from '../support/plantedTools.ts';
import type { Ended } from '../support/rotaProcess.ts';
import { tempFolder, type Cleanup } from '../support/tempFolder.ts';

const user = 54321;
const main = await builtCommandLine();
const canMount = noOtherUser === false && spawnSync('unshare', ['--mount', 'mount', '--bind', '/etc/passwd', '/etc/passwd']).status === 0;
const needsMount = { skip: canMount ? false : 'needs root and a list of users that can be replaced for one process' };

interface Home {
  readonly home: string;
  /** Where Rota keeps what lets commands run. */
  readonly data: string;
  /** `rota` as a user whose home, also in the system's list of users, is this folder. */
  rota(args: readonly string[], environment?: Record<string, string>): Ended;
}

async function createHome(t: Cleanup): Promise<Home> {
  const base = await tempFolder(t);
  chmodSync(base, 0o755);
  const [home, users] = [join(base, 'home'), join(base, 'passwd')];
  mkdirSync(home);
  chownSync(home, user, user);
  writeFileSync(users, `${readFileSync('/etc/passwd', 'utf8')}eve:x:${user}:${user}::${home}:/bin/sh\n`, { mode: 0o644 });
  const start = `mount --bind '${users}' /etc/passwd && exec setpriv --reuid=${user} --regid=${user} --clear-groups "$@"`;
  const rota = (args: readonly string[], environment: Record<string, string> = {}): Ended => {
    const env = {
      PATH: `${join(home, '.local/bin')}:${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: home,
      ...environment,
    };
    const words = ['--mount', 'bash', '-c', start, 'bash', process.execPath, main, ...args];
    const { status, stdout, stderr } = spawnSync('unshare', words, { cwd: home, env, encoding: 'utf8' });
    return { code: status, stdout, stderr };
  };
  return { home, data: join(home, '.local/share/rota'), rota };
}

const Log = z.array(z.looseObject({ body: z.looseObject({ type: z.string() }) }));

test('in the home folder as workspace everything works, and no tool of an agent reaches what lets commands run', needsMount, async (t) => {
  const { home, data, rota } = await createHome(t);
  assert.equal(rota(['init']).code, 0);
  symlinkSync('.local/share/rota', join(home, 'link'));
  const call = (name: string, input: object): object => ({ toolCalls: [{ name, arguments: input }] });
  const hostile = [
    call('read_file', { path: '.local/share/rota/consents.key' }),
    call('read_file', { path: 'link/consents.key' }),
    call('read_file', { path: `${home}/.local/share/rota/consents.key` }),
    call('write_file', { path: '.local/share/rota/settings.json', content: '{"command.environment":{"A":"1"}}' }),
    call('write_file', { path: 'link/new.json', content: '{}' }),
    call('delete_file', { path: '.local/share/rota/consents.jsonl' }),
    call('list_files', { path: '.local/share/rota' }),
    call('search_text', { text: 'mac', path: 'link' }),
    call('run_command', { command: 'cat consents.key', folder: '.local/share/rota' }),
  ];
  const script = join(home, 'script.json');
  const quiet = [call('list_files', { path: '.', depth: 5 }), call('search_text', { text: '"mac":' }), { text: 'Done.' }];
  writeFileSync(script, JSON.stringify({ version: 1, runs: [{ match: 'Reach', replies: [...hostile, ...quiet] }] }));
  rota(['agent', 'add', 'coder', '--script', script, '--mode', 'edit']);
  rota(['task', 'add', 'Reach', '--check', 'test -e nothing', '--queue']);
  assert.ok(existsSync(join(data, 'consents.key')));
  const before = readFileSync(join(data, 'consents.jsonl'), 'utf8');
  const ended = rota(['task', 'execute']);
  const events = rota(['run', 'follow', '1', '--json'])
    .stdout.split('\n')
    .filter((line) => line !== '');
  const ends = Log.parse(events.map((line) => JSON.parse(line) as unknown)).flatMap(({ body }) => (body.type === 'tool-end' ? [body] : []));
  assert.equal(ends.length, hostile.length + 2, ended.stdout + ended.stderr);
  for (const [index, end] of ends.slice(0, hostile.length).entries()) {
    assert.equal(end['failed'], true, JSON.stringify(hostile[index]));
    assert.match(String(end['text']), /belongs to Rota's own store, which tools may not touch/, JSON.stringify(hostile[index]));
  }
  for (const end of ends.slice(hostile.length)) assert.doesNotMatch(String(end['text']), /consents|share\/rota/);
  assert.equal(readFileSync(join(data, 'consents.jsonl'), 'utf8'), before);
  assert.ok(!existsSync(join(data, 'settings.json')) && !existsSync(join(data, 'new.json')));
});

test(
  "in the home folder a data folder that the environment moves into it is refused, and the person's own programs are offered as tools",
  needsMount,
  async (t) => {
    const { home, rota } = await createHome(t);
    for (const environment of [
      { ROTA_DATA_DIR: join(home, 'project/data') },
      { XDG_DATA_HOME: join(home, 'project') },
      { HOME: join(home, 'project') },
    ]) {
      const { code, stderr } = rota(['task', 'add', 'Card'], environment);
      assert.deepEqual(
        [code, /must not come with a workspace\. Open a folder below .* instead, or set ROTA_DATA_DIR/.test(stderr)],
        [2, true],
        stderr,
      );
    }
    plantTool(join(home, '.local/bin'), 'mine', 'of my own');
    for (const folder of ['.local', '.local/bin']) chownSync(join(home, folder), user, user);
    rota(['task', 'add', 'Look', '--check', 'mine']);
    assert.match(rota(['doctor']).stdout, /Problem {2}mine\n {2}It is in \.local\/bin of the workspace/);
    assert.equal(rota(['tools', 'use', '.local/bin', '--yes']).code, 0);
    assert.match(rota(['doctor']).stdout, /OK {2}mine\n/);
  },
);
