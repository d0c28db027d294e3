import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor } from '../../../../src/core/model/actor.ts';
import { defaultBoard } from '../../../../src/core/model/board.ts';
import { agentTasks } from '../../../../src/core/tasks/agentTasks.ts';
import { builtinTools } from '../../../../src/core/tools/catalog.ts';
import { countingIds } from '../../../support/countingIds.ts';
import { memoryWorkArea } from '../../../support/memoryWorkArea.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { person } from '../../../support/storeScenario.ts';
import { ToolHarness } from '../../../support/toolHarness.ts';

async function board(files: Parameters<typeof memoryWorkArea>[0] = {}) {
  const store = await createMemoryTaskStore();
  const own = await store.createTask({ title: 'Mend add', description: 'It subtracts.' }, 'cli', { actor: person, at: 1 });
  const other = await store.createTask({ title: 'Write the manual', priority: 'P0' }, 'cli', { actor: person, at: 2 });
  const agent: Actor = { kind: 'agent', name: 'coder' };
  const tasks = agentTasks({ store, filter: (text) => text, ids: countingIds(), board: () => defaultBoard }, own, agent, () => ({
    actor: agent,
    at: 3,
  }));
  return { store, own, other, tools: new ToolHarness(memoryWorkArea(files), { tasks }) };
}

describe('the tools for tasks', () => {
  it('list what is on the board', async () => {
    const { tools } = await board();
    assert.equal(await tools.run('list_tasks', {}), '#1 Mend add: todo, P2\n#2 Write the manual: todo, P0');
    assert.equal(await tools.run('list_tasks', { text: 'manual' }), '#2 Write the manual: todo, P0');
    assert.equal(await tools.run('list_tasks', { status: 'done' }), 'No task matches.');
    assert.match(await tools.refusal('list_tasks', { status: 'finished' }), /status/);
  });

  it('only propose: a person must accept the card and its check', async () => {
    const { tools, store } = await board();
    const call = await tools.prepare('add_task', { title: 'Test add', checkCommands: ['npm test'], labels: ['tests'] });
    assert.deepEqual(call.effects, [{ kind: 'tasks', change: 'propose' }]);
    assert.equal(await call.run(), 'Proposed #3 Test add: todo, P2 [tests]. A person must accept it before an agent works on it.');
    const added = await store.findTask(3);
    assert.deepEqual([added?.accepted, added?.checks[0]?.state, added?.source.actor.name], [false, 'proposed', 'coder']);
  });

  it('report on the own card and leave others and the status alone', async () => {
    const { tools, store, own } = await board();
    assert.equal(await tools.run('update_task', { number: 1, progress: 40, comment: 'Found it.' }), 'Updated #1 Mend add: todo, P2, 40 %');
    assert.deepEqual(
      (await store.listComments(own.id)).map((comment) => [comment.by.name, comment.text]),
      [['coder', 'Found it.']],
    );
    assert.match(await tools.refusal('update_task', { number: 2, progress: 100 }), /not yours/);
    assert.match(await tools.refusal('update_task', { number: 9, progress: 1 }), /no task #9/);
    await tools.refusal('update_task', { number: 1, status: 'done' });
    assert.equal((await store.findTask(1))?.status, 'todo');
  });
});

describe('attach_file', () => {
  const bytes = '\u0089PNG\u0000ÿ';
  const size = new TextEncoder().encode(bytes).length;

  it('hangs a copy of a file below the own card', async () => {
    const { store, own, tools } = await board({
      'out/report.md': '# All green\n',
      'out/shot.PNG': bytes,
      'out/data': 'text',
      'out/blob': bytes,
    });
    const call = await tools.prepare('attach_file', { path: 'out/report.md' });
    assert.deepEqual(call.effects, [
      { kind: 'read', at: { root: 'app', path: 'out/report.md' }, secret: false },
      { kind: 'tasks', change: 'update' },
    ]);
    assert.equal(await call.run(), 'Attached "report.md" (text/markdown, 12 bytes).');
    assert.equal(
      await tools.run('attach_file', { path: 'out/shot.PNG', name: 'after the change' }),
      `Attached "after the change" (image/png, ${size} bytes).`,
    );
    for (const path of ['out/data', 'out/blob']) await tools.run('attach_file', { path });
    const artifacts = await store.listArtifacts(own.id);
    assert.deepEqual(
      artifacts.map(({ name, mediaType, size }) => [name, mediaType, size]),
      [
        ['report.md', 'text/markdown', 12],
        ['after the change', 'image/png', size],
        ['data', 'text/plain', 4],
        ['blob', 'application/octet-stream', size],
      ],
    );
    assert.deepEqual(await store.readBlob(artifacts[1]!.hash), new TextEncoder().encode(bytes));
  });

  it('asks before it takes a secret, and refuses what is missing, too large or too much', async () => {
    const { tools } = await board({ '.env': 'KEY=1', 'big.bin': 'x'.repeat(5 * 1024 * 1024 + 1), 'a.txt': 'a' });
    assert.deepEqual((await tools.prepare('attach_file', { path: '.env' })).effects[0], {
      kind: 'read',
      at: { root: 'app', path: '.env' },
      secret: true,
    });
    assert.match(await tools.refusal('attach_file', { path: 'gone.txt' }), /There is no file gone\.txt/);
    assert.match(await tools.refusal('attach_file', { path: 'big.bin' }), /5242881 bytes; at most 5242880/);
    for (let count = 0; count < 100; count += 1) await tools.run('attach_file', { path: 'a.txt' });
    assert.match(await tools.refusal('attach_file', { path: 'a.txt' }), /100 artifacts already/);
  });
});

describe('ask_user', () => {
  it('hands the question over and answers what the person said', async () => {
    const asked: unknown[] = [];
    const ask = async (question: string, choices: readonly string[]): Promise<string> => {
      asked.push([question, choices]);
      return Promise.resolve('blue');
    };
    const tools = new ToolHarness(memoryWorkArea(), { ask });
    assert.equal(await tools.run('ask_user', { question: 'Which color?', choices: ['red', 'blue'] }), 'The person answered: blue');
    assert.deepEqual(asked, [['Which color?', ['red', 'blue']]]);
  });
});

describe('the declarations of the tools', () => {
  it('are JSON Schemas with descriptions, in which what has a default is not required', () => {
    for (const { declaration } of builtinTools) {
      assert.match(declaration.name, /^[a-z]+(_[a-z]+)+$/);
      assert.ok(declaration.description.length > 20, declaration.name);
      assert.equal(declaration.parameters['type'], 'object');
    }
    assert.equal(new Set(builtinTools.map((tool) => tool.declaration.name)).size, builtinTools.length);
    const required = (name: string): unknown =>
      builtinTools.find((tool) => tool.declaration.name === name)?.declaration.parameters['required'];
    assert.deepEqual(required('read_file'), ['path']);
    assert.deepEqual(required('run_command'), ['command']);
    assert.deepEqual(required('edit_file'), ['path', 'oldText', 'newText']);
    assert.equal(required('list_files'), undefined);
  });
});
