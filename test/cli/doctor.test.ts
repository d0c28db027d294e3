import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { createWorkspace } from '../support/rotaProcess.ts';

interface Answer {
  readonly worst: string;
  readonly findings: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: string;
    readonly detail: string;
    readonly fix: string | null;
  }[];
}

test('doctor looks at a folder without a board, makes none, and ends with 0 when nothing is a problem', async (t) => {
  const { folder, quick } = await createWorkspace(t);
  const { code, stdout } = await quick('doctor');
  assert.equal(code, 0, stdout);
  assert.match(stdout, /Note {2}Board\n {2}There is none[\s\S]*Warning {2}Models[\s\S]*OK {2}Shell[\s\S]*\n\n1 warning\./);
  assert.ok(!existsSync(join(folder, '.rota')));
});

test('doctor names a model that does not answer and a program that checks need, with what mends them, and ends with 1', async (t) => {
  const { quick, json } = await createWorkspace(t);
  await quick('agent', 'add', 'coder', '--provider', 'openai', '--base-url', 'http://127.0.0.1:9', '--model', 'none');
  await quick('task', 'add', 'Fix it', '--check', 'no-such-program --version');
  const { code, stdout } = await quick('doctor');
  assert.equal(code, 1);
  assert.match(stdout, /Problem {2}Model of coder\n {2}127\.0\.0\.1:9 cannot be reached[^\n]*\n {2}`rota agent update coder --help`/);
  assert.match(stdout, /Problem {2}no-such-program\n[\s\S]*checks of #1/);
  assert.match(stdout, /2 problems\.$/m);
  const answer = (await json('doctor')) as Answer;
  assert.equal(answer.worst, 'problem');
  assert.deepEqual(
    answer.findings.filter(({ state }) => state === 'problem').map(({ id, fix }) => [id, fix]),
    [
      ['model', 'choose-model'],
      ['tools', 'open-settings'],
    ],
  );
});

test('doctor works where the board and the personal files cannot be used, names them, and shows no key', async (t) => {
  const { folder, data, quick } = await createWorkspace(t, { OPENAI_API_KEY: 'sk-secret-of-the-test' });
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  writeFileSync(join(data, 'settings.json'), '{ "maxConcurrentRuns": 99 }');
  mkdirSync(join(folder, '.rota/local'), { recursive: true });
  writeFileSync(join(folder, '.rota/local/wal-00000001'), "somebody else's");
  const { code, stdout } = await quick('doctor');
  assert.equal(code, 1);
  assert.match(stdout, /Problem {2}Data folder\n[\s\S]*settings\.json are not usable/);
  assert.match(stdout, /Problem {2}Board\n[\s\S]*is not opened/);
  assert.doesNotMatch(stdout, /sk-secret/);
});

test('doctor says that a board is gone, damaged or of another place, each with its way out, and how old the newest copy is', async (t) => {
  const { folder, quick, json, write } = await createWorkspace(t);
  const store = join(folder, '.rota/local');
  const rows = async (): Promise<string[]> => {
    const { findings } = (await json('doctor')) as Answer;
    return findings.filter(({ id }) => ['board', 'backup', 'set-aside'].includes(id)).map(({ id, state, fix }) => `${id} ${state} ${fix}`);
  };
  await quick('task', 'add', 'Precious');
  await quick('backup', 'now');
  assert.match(
    (await quick('doctor')).stdout,
    /OK {2}Backups of the board\n {2}(There is one copy, of|The newest of \d copies is of) .*, with 1 card\./,
  );
  renameSync(join(folder, '.rota'), join(folder, 'moved'));
  const gone = await quick('doctor');
  assert.match(gone.stdout, /Problem {2}Board\n {2}The board that was in .* is gone[\s\S]*`rota backup restore`/);
  assert.deepEqual([gone.code, await rows()], [1, ['board problem restore-backup', 'backup note restore-backup']]);
  cpSync(join(folder, 'moved'), join(folder, 'other/.rota'), { recursive: true });
  assert.match((await quick('doctor', '-C', 'other')).stdout, /Problem {2}Board\n {2}The board in .* belonged to .*, so it is not opened/);
  renameSync(join(folder, 'moved'), join(folder, '.rota'));
  for (const name of readdirSync(store).filter((each) => each.startsWith('snap-'))) write(`.rota/local/${name}`, 'nothing of it');
  assert.match((await quick('doctor')).stdout, /Problem {2}Board\n[\s\S]*is damaged[\s\S]*`rota salvage --dry-run`/);
  assert.deepEqual(await rows(), ['board problem salvage-board', 'backup note restore-backup']);
  await quick('backup', 'restore');
  const mended = await quick('doctor');
  assert.match(mended.stdout, /Note {2}Files that were set aside\n.*local\/set-aside-\d+ \(\d+ kB\)[\s\S]*Delete/);
  assert.deepEqual(await rows(), ['board ok null', 'backup ok null', 'set-aside note null']);
});
