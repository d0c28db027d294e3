import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { startModelServer, type ServedRequest } from '../support/modelServer.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

const key = 'canary-KEY-0123456789abcdef';

/** A workspace whose agent asks a server that has a key of the person, and repeats it. */
async function withServer(t: Parameters<typeof createWorkspace>[0], replies: readonly object[]): Promise<Workspace> {
  const workspace = await createWorkspace(t);
  const server = await startModelServer({ after: (close) => t.after(close) });
  const repeated = (request: ServedRequest): string => String(request.headers['authorization']).replace('Bearer ', '');
  server.answerEach((request, index) => {
    const reply = replies[index] ?? { text: `bye ${repeated(request)}` };
    return { reply: JSON.parse(JSON.stringify(reply).replaceAll('KEY', repeated(request))) as object };
  });
  mkdirSync(workspace.data, { recursive: true });
  writeFileSync(join(workspace.data, 'keys.json'), JSON.stringify({ [server.url]: key }), { mode: 0o600 });
  const added = await workspace.quick(
    'agent',
    'add',
    'coder',
    '--provider',
    'openai',
    '--base-url',
    server.url,
    '--model',
    'm',
    '--mode',
    'edit',
  );
  assert.equal(added.code, 0, added.stderr);
  return workspace;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** The files of Rota that hold the key, besides the one that is for it. */
function leaks({ folder, data }: Workspace): string[] {
  const files = [...filesBelow(join(folder, '.rota')), ...filesBelow(data)];
  return files.filter((path) => !path.endsWith('keys.json') && readFileSync(path).includes(key));
}

const call = (name: string, input: object): { name: string; arguments: string } => ({ name, arguments: JSON.stringify(input) });

test('a key of the person that a model repeats stands on no card, in no file of the board and in no copy of it', async (t) => {
  const workspace = await withServer(t, [
    { toolCalls: [call('add_task', { title: 'KEY in a title', description: 'a\nKEY', labels: ['KEY'] })] },
    { toolCalls: [call('add_task', { title: 'A check with a key', checkCommands: ['curl -H "Authorization: KEY" localhost'] })] },
    { toolCalls: [call('update_task', { number: 1, comment: 'as KEY says', eta: 'after KEY', labels: ['KEY'], description: 'Now KEY' })] },
    { toolCalls: [call('write_file', { path: 'report.txt', content: 'The report.\nKEY\n' })] },
    { toolCalls: [call('attach_file', { path: 'report.txt', name: 'KEY.txt' })] },
    { toolCalls: [call('ask_user', { question: 'Is it KEY?', choices: ['KEY', 'no'] })] },
    { text: 'bye KEY, bye Bearer KEY' },
  ]);
  const { quick, json } = workspace;
  await quick('task', 'add', 'Look', '--check', 'cat report.txt; test -s report.txt', '--queue');
  await quick('task', 'execute');
  assert.match((await quick('inbox')).stdout, /Is it \[masked\]\?/);
  const answered = await quick('task', 'answer', '1', 'no');
  assert.equal(answered.code, 0, answered.stderr);
  await quick('task', 'execute', '1');
  await quick('backup', 'now');

  const shown = JSON.stringify([await json('task', 'show', '1'), await json('task', 'show', '2'), await json('task', 'list')]);
  for (const words of ['bye [masked]', 'as [masked] says', 'after [masked]', 'Now [masked]', '[masked].txt', '[masked] in a title'])
    assert.ok(shown.includes(words), `${words} is missing in ${shown}`);
  assert.equal((await quick('task', 'artifact', '1', '[masked].txt')).stdout, 'The report.\n[masked]\n');
  assert.match((await quick('run', 'show', '1')).stdout, /something that looks like a key/);
  assert.deepEqual(leaks(workspace), []);
  assert.match(readFileSync(join(workspace.folder, 'report.txt'), 'utf8'), /canary-KEY/, 'files of the workspace are what the model wrote');
});

test('a key that a failing server repeats stands on no card', async (t) => {
  const workspace = await withServer(t, []);
  const server = await startModelServer({ after: (close) => t.after(close) });
  server.answerEach(({ headers }) => ({
    status: 401,
    body: JSON.stringify({ error: { message: `no such key: ${String(headers['authorization'])}` } }),
  }));
  writeFileSync(join(workspace.data, 'keys.json'), JSON.stringify({ [server.url]: key }), { mode: 0o600 });
  await workspace.quick('agent', 'add', 'other', '--provider', 'openai', '--base-url', server.url, '--model', 'm');
  await workspace.quick('task', 'add', 'Fail', '--agent', 'other', '--queue');
  await workspace.quick('task', 'execute');
  assert.match((await workspace.quick('task', 'show', '1')).stdout, /no such key/);
  assert.deepEqual(leaks(workspace), []);
});

test('what a command of a run writes on a card has its keys masked, and what a person writes stays', async (t) => {
  const { quick, json, data } = await createWorkspace(t, { ROTA_RUN: 'a-run' });
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'keys.json'), JSON.stringify({ 'http://localhost:1': key }), { mode: 0o600 });
  await quick('task', 'add', `About ${key}`, '-d', `It is ${key}`, '--meta', `where=${key}`, '--payload', JSON.stringify({ deep: [key] }));
  await quick('task', 'comment', '1', `see ${key}`);
  const shown = JSON.stringify(await json('task', 'show', '1'));
  assert.doesNotMatch(shown, /canary-KEY/);
  assert.match(shown, /About \[masked\].*It is \[masked\]/);
  const person = await createWorkspace(t);
  mkdirSync(person.data, { recursive: true });
  writeFileSync(join(person.data, 'keys.json'), JSON.stringify({ 'http://localhost:1': key }), { mode: 0o600 });
  await person.quick('task', 'add', `About ${key}`);
  assert.match(JSON.stringify(await person.json('task', 'show', '1')), /About canary-KEY/);
});
