import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { AgentPage } from '../../src/core/actions/agentActions.ts';
import { TaskPage } from '../../src/core/actions/taskActions.ts';
import { Task } from '../../src/core/model/task.ts';
import { openDriver } from '../support/localStore.ts';
import { createWorkspace } from '../support/rotaProcess.ts';

const cafe = 'cafe\u0301';
const columns = [
  { name: 'Ideas', statuses: ['todo'], drop: 'todo' },
  { name: 'Next', statuses: ['queued'], drop: 'queued', limit: 1 },
  { name: 'Now', statuses: ['running', 'waiting'], drop: 'running' },
  { name: 'Review', statuses: ['review'], drop: 'review' },
  { name: 'Done', statuses: ['done', 'failed', 'canceled'], drop: 'done' },
];

test('an agent is one under every spelling, at every command that names it', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  for (const name of ['fixer', 'हिन्दी', 'ภาษาไทย', cafe])
    assert.equal((await rota('agent', 'add', name, '--provider', 'simulated')).code, 0, name);
  for (const [typed, there] of [
    ['FIXER', 'fixer'],
    ['fixer ', 'fixer'],
    ['CAFÉ', 'café'],
  ] as const) {
    const twice = await rota('agent', 'add', typed, '--provider', 'simulated');
    assert.deepEqual([twice.code, twice.stderr.includes(`There is already an agent "${there}"`)], [2, true], twice.stderr);
    assert.equal((await rota('agent', 'show', typed)).code, 0);
    const card = Task.parse(await json('task', 'add', 'Card', '--agent', typed));
    assert.equal(card.agent, there);
    assert.equal(TaskPage.parse(await json('task', 'list', '--agent', typed.toLowerCase())).items.at(-1)?.agent, there);
  }
  assert.doesNotMatch((await rota('task', 'add', 'Card', '--agent', 'Fixer')).stderr, /no agent/);
  assert.match((await rota('task', 'add', 'Card', '--agent', 'fixr')).stderr, /There is no agent "fixr" yet/);
  assert.equal((await rota('agent', 'update', 'Fixer', '--mode', 'edit')).code, 0);
  assert.equal((await rota('agent', 'remove', 'FIXER')).code, 0);
  assert.deepEqual(
    AgentPage.parse(await json('agent', 'list')).items.map(({ name }) => name),
    ['café', 'हिन्दी', 'ภาษาไทย'],
  );
});

test('an agent file means the agent that is there under another spelling, and one of another product is given a model', async (t) => {
  const { quick: rota, json, write } = await createWorkspace(t);
  await rota('agent', 'add', 'writer', '--provider', 'simulated');
  const file = write('.rota/agents/w.md', '---\nname: " WRITER "\nmodel: { provider: simulated }\nmode: edit\n---\nWrite.\n');
  assert.equal((await rota('agent', 'add', '--from', file)).code, 0);
  const [writer, ...others] = AgentPage.parse(await json('agent', 'list')).items;
  assert.deepEqual([writer?.name, writer?.mode, others.length], ['writer', 'edit', 0]);

  write('.rota/agents/README.md', 'Agents of this project.\n');
  const claude = write(
    '.rota/agents/reviewer.md',
    '---\nname: reviewer\ndescription: Reviews.\ntools: Read, Grep, WebSearch\nmodel: opus\n---\nReview.\n',
  );
  const listed = await rota('agent', 'list');
  assert.match(listed.stderr, /reviewer\.md suggests the agent reviewer.*--base-url and --model/);
  assert.match(
    listed.stderr,
    /reviewer\.md was written for another product; what means nothing here is left out: the model opus, the tool WebSearch\./,
  );
  assert.doesNotMatch(listed.stderr, /README/);
  assert.match((await rota('agent', 'add', '--from', claude)).stderr, /The agent needs --base-url/);
  const added = await rota('agent', 'add', '--from', claude, '--base-url', 'http://127.0.0.1:9', '--model', 'm');
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /tools +read_file, search_text/);
  assert.match(added.stderr, /left out: the model opus, the tool WebSearch/);
  write(
    '.rota/agents/reviewer.md',
    '---\nname: reviewer\ndescription: Reviews well.\ntools: Read, Grep, WebSearch\nmodel: opus\n---\nReview.\n',
  );
  assert.equal((await rota('agent', 'add', '--from', claude)).code, 0, 'the model that the agent has stays');

  const wrong = write('.rota/agents/z.md', '---\nname: z\nmodel: { provider: simulated }\ntools: [read_fil, Edit]\n---\n');
  const refused = await rota('agent', 'add', '--from', wrong);
  assert.equal(refused.code, 6);
  assert.match(refused.stderr, /no tool "read_fil" \(did you mean "read_file"\?\)/);
  const typed = await rota('agent', 'add', 'y', '--provider', 'simulated', '--tools', 'read_fil');
  assert.deepEqual([typed.code, /did you mean "read_file"/.test(typed.stderr)], [2, true]);
});

test('agents of an older version whose names are one stay, are told of, and can be removed by their spelling', async (t) => {
  const workspace = await createWorkspace(t);
  const { quick: rota, json } = workspace;
  await rota('agent', 'add', 'fixer', '--provider', 'simulated');
  assert.doesNotMatch((await rota('agent', 'list')).stderr, /older version/);
  for (const name of ['FIXER', 'fixer '])
    await damage(
      workspace,
      `INSERT INTO agents(name, definition) SELECT '${name}', json_set(definition, '$.name', '${name}') FROM agents WHERE name = 'fixer'`,
    );
  assert.match(
    (await rota('agent', 'list')).stderr,
    /Made by an older version, these agents have one name in other letters: "FIXER", "fixer", "fixer "\./,
  );
  await rota('agent', 'update', 'FIXER', '--mode', 'edit');
  await rota('agent', 'remove', 'fixer ');
  const left = AgentPage.parse(await json('agent', 'list')).items.map(({ name, mode }) => [name, mode]);
  assert.deepEqual(left, [
    ['FIXER', 'edit'],
    ['fixer', 'ask'],
  ]);
});

test('the limit of a column holds for what is added and restored, and an unknown key or a comment does not lift it', async (t) => {
  const { quick: rota, write } = await createWorkspace(t);
  const text = `// shared\n{ "$schema": "x", "columns": ${JSON.stringify(columns)}, "future": true, }`;
  write('.rota/board.json', text);
  assert.equal((await rota('task', 'add', 'one', '--queue')).code, 0);
  const second = await rota('task', 'add', 'two', '--queue');
  assert.deepEqual([second.code, /cannot go to Next: it holds 1 of at most 1 cards/.test(second.stderr)], [2, true], second.stderr);
  assert.match(second.stderr, /board\.json says what this Rota does not know, and all else in it holds: "future"\./);
  await rota('task', 'add', 'two');
  assert.equal((await rota('task', 'move', '2', 'queued')).code, 2);
  await rota('task', 'delete', '1');
  assert.equal((await rota('task', 'move', '2', 'queued')).code, 0);
  assert.match((await rota('task', 'restore', '1')).stderr, /cannot go to Next: it holds 1 of at most 1/);
});

test('the marks of a merge in a board file lift no rule, whether it was read before or not', async (t) => {
  const { quick: rota, write } = await createWorkspace(t);
  const good = JSON.stringify({ columns });
  const torn = `<<<<<<< HEAD\n${good}\n=======\n{}\n>>>>>>> theirs\n`;
  write('.rota/board.json', torn);
  await rota('task', 'add', 'one');
  await rota('task', 'add', 'two');
  const unknown = await rota('task', 'move', '1', 'queued');
  assert.equal(unknown.code, 2, unknown.stderr);
  assert.match(
    unknown.stderr,
    /rules of the board are not known, so no card is moved by hand: .*marks of a merge that is not finished, at line 1/,
  );
  assert.equal((await rota('task', 'add', 'three', '--queue')).code, 2);
  write('.rota/board.json', good);
  assert.equal((await rota('task', 'move', '1', 'queued')).code, 0);
  write('.rota/board.json', torn);
  const kept = await rota('task', 'move', '2', 'queued');
  assert.deepEqual([kept.code, /Next: it holds 1 of at most 1/.test(kept.stderr)], [2, true], kept.stderr);
  assert.match(kept.stderr, /read last hold until you mend or remove the file/);
  assert.match((await rota('board')).stdout, /Ideas 1\n[^]*Next 1/);
  assert.match((await rota('doctor')).stdout, /marks of a merge/);
});

test('a payload that is too deep or too large is refused with a sentence, and one that is in the store already bricks nothing', async (t) => {
  const workspace = await createWorkspace(t);
  const { quick: rota, json, write } = workspace;
  await rota('task', 'add', 'first');
  const deep = '['.repeat(1001) + ']'.repeat(1001);
  const refused = await rota('task', 'add', 'x', '--payload', deep);
  assert.deepEqual(
    [refused.code, refused.stderr.trim()],
    [2, 'rota: payload: it is nested deeper than 64 levels; put it into a file and name the file instead'],
  );
  assert.match(
    (await rota('task', 'edit', '1', '--payload', `@${write('large.json', JSON.stringify('x'.repeat(300_000)))}`)).stderr,
    /payload: it takes 293 KB, and at most 256 KB/,
  );
  assert.match(
    (await rota('task', 'add', 'x', ...Array.from({ length: 30 }, (_, at) => ['--meta', `k${at}=${'y'.repeat(9999)}`]).flat())).stderr,
    /metadata: it takes 294 KB/,
  );

  await rota('task', 'add', 'second');
  await rota('task', 'add', 'third');
  await damage(workspace, `UPDATE tasks SET payload = '${deep}' WHERE number = 2`);
  const listed = await rota('task', 'list');
  assert.equal(listed.code, 0, listed.stderr);
  assert.match(listed.stdout, /#1 [^]*#2 [^]*damaged in the store \(payload\): it can be deleted[^]*#3 /);
  assert.match((await rota('board')).stdout, /#2[^]*damaged in the store/);
  assert.match((await rota('task', 'show', '2')).stdout, /damaged in the store/);
  assert.equal(TaskPage.parse(await json('task', 'list')).items.length, 3);
  const edited = await rota('task', 'edit', '2', '--title', 'other');
  assert.deepEqual([edited.code, /#2 cannot be changed\. It is damaged in the store/.test(edited.stderr)], [6, true], edited.stderr);
  assert.equal((await rota('task', 'edit', '3', '--title', 'other')).code, 0);
  assert.equal((await rota('task', 'delete', '2')).code, 0);
  assert.doesNotMatch((await rota('task', 'list')).stdout, /#2/);
  assert.match((await rota('task', 'restore', '2')).stderr, /only a backup of the board can bring it back/);
});

/** Changes the board behind its back, as no Rota does. */
async function damage({ folder, data }: { readonly folder: string; readonly data: string }, sql: string): Promise<void> {
  const driver = await openDriver(join(folder, '.rota/local'), data);
  await driver.commit([{ sql, params: [] }]);
  await driver.close();
}
