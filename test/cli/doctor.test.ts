import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
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
