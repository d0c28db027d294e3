import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../../src/core/model/task.ts';
import type { Provider } from '../../../../src/core/providers/provider.ts';
import { runChatLoop, type ChatLoopPorts } from '../../../../src/vscode/chat/chatLoop.ts';
import { openingOf } from '../../../../src/vscode/chat/chatPrompt.ts';
import { countingIds } from '../../../support/countingIds.ts';
import { createFlow, type Flow } from '../../../support/flowApp.ts';
import { call, scriptedModel, type ScriptedModel } from '../../../support/scriptedModel.ts';

async function chatOf(provider: Provider, parts: Partial<ChatLoopPorts> = {}) {
  const flow = await createFlow({ model: scriptedModel() });
  const said: string[] = [];
  const added: Task[] = [];
  const progress: string[] = [];
  const run = () =>
    runChatLoop(
      {
        provider,
        model: 'Polly',
        actions: flow.app.actions,
        filter: String,
        clock: flow.clock,
        ids: countingIds(),
        chat: 'chat1',
        workArea: flow.files,
        processes: { start: () => assert.fail('no process may start'), sweep: () => assert.fail('no process may start') },
        signal: new AbortController().signal,
        write: (text) => said.push(text),
        progress: (text) => progress.push(text),
        onAdded: (task) => added.push(task),
        ...parts,
      },
      openingOf([], 'What is there?', ''),
    );
  return { flow, run, said, added, progress };
}

const resultsOf = ({ requests }: ScriptedModel): string[] =>
  (requests.at(-1)?.messages ?? []).flatMap((message) => (message.role === 'tool' ? [message.text] : []));

async function addCard(flow: Flow, title: string): Promise<Task> {
  return flow.add({ title });
}

test('a model answers with what the tools tell it', async () => {
  const model = scriptedModel(
    { text: 'I look.', toolCalls: [call('list_tasks', {}), call('show_task', { number: 1 })] },
    { text: 'There is **one** [card](command:x).' },
  );
  const { flow, run, said, progress } = await chatOf(model);
  await addCard(flow, 'Round prices');
  assert.deepEqual(await run(), { kind: 'finished', text: 'There is **one** [card](command:x).' });
  assert.match(resultsOf(model)[0] ?? '', /#1 Round prices: todo/);
  assert.match(resultsOf(model)[1] ?? '', /accepted: yes/);
  assert.equal(said.join('').trim(), 'I look.\n\n\nThere is **one** \\[card\\](command:x).');
  assert.deepEqual(progress, ['List tasks', 'Read task #1']);
});

test('what a model adds is a proposal of its own, belongs to the chat and cannot start', async () => {
  const { flow, run, added } = await chatOf(
    scriptedModel({ toolCalls: [call('add_task', { title: 'New one', checkCommands: ['rm -rf /'] })] }, { text: 'Proposed.' }),
  );
  await run();
  const [task] = added;
  assert.ok(task);
  assert.deepEqual(
    [task.accepted, task.chat, task.source],
    [false, 'chat1', { door: 'chat', actor: { kind: 'agent', name: 'chat Polly' } }],
  );
  assert.deepEqual(
    task.checks.map(({ state }) => state),
    ['proposed'],
  );
  assert.equal((await flow.execute(task))[0]?.status, 'queued', 'wanted, but nobody accepted it');
});

test('a model changes only what it proposed, until a person has accepted it', async () => {
  const model = scriptedModel(
    {
      toolCalls: [
        call('add_task', { title: 'Mine' }),
        call('update_task', { number: 1, description: 'taken over' }),
        call('update_task', { number: 2, description: 'better' }),
      ],
    },
    { text: 'Done.' },
    { toolCalls: [call('update_task', { number: 2, description: 'sneaked in later' })] },
    { text: 'Done.' },
  );
  const { flow, run } = await chatOf(model);
  await addCard(flow, 'A card of a person');
  await run();
  assert.equal((await flow.store.findTask(1))?.description, '');
  assert.equal((await flow.store.findTask(2))?.description, 'better');
  await flow.call('task.accept', { task: 2 });
  await run();
  assert.equal((await flow.store.findTask(2))?.description, 'better');
  assert.match(resultsOf(model).at(-1) ?? '', /not yours to change/);
});

test('a comment of a model carries its own name, never that of a person', async () => {
  const { flow, run } = await chatOf(
    scriptedModel({ toolCalls: [call('comment_task', { number: 1, text: 'Looks hard.' })] }, { text: 'Noted.' }),
  );
  const task = await addCard(flow, 'Round prices');
  await run();
  assert.deepEqual(
    (await flow.store.listComments(task.id)).map(({ by, text }) => [by.kind, by.name, text]),
    [['agent', 'chat Polly', 'Looks hard.']],
  );
});

test('a model has no tool that runs, accepts, approves or touches files', async () => {
  const model = scriptedModel(
    { toolCalls: [call('run_command', { command: 'echo' }), call('write_file', { path: 'a', content: '' })] },
    { text: 'No.' },
  );
  const { run } = await chatOf(model);
  await run();
  assert.deepEqual(
    model.requests[0]?.tools.map(({ name }) => name),
    ['list_tasks', 'show_task', 'add_task', 'update_task', 'comment_task'],
  );
  for (const result of resultsOf(model)) assert.match(result, /There is no tool/);
});

test('an answer that never ends is ended, and one that is stopped stops', async () => {
  const endless = scriptedModel(...Array.from({ length: 50 }, (_, at) => ({ toolCalls: [call('list_tasks', { limit: (at % 90) + 1 })] })));
  assert.equal((await (await chatOf(endless)).run()).kind, 'failed');
  assert.ok(endless.requests.length <= 20);
  const abort = new AbortController();
  const stopped = scriptedModel(async () => {
    abort.abort();
    return { stopReason: 'aborted' };
  });
  assert.deepEqual(await (await chatOf(stopped, { signal: abort.signal })).run(), { kind: 'canceled' });
});

test('a model reads the rules, the chat so far without escapes, what was attached and the words, in this order', () => {
  const history = [
    { prompt: 'Round prices', command: 'new', references: [] },
    { response: [{ value: { value: 'Made **#1** Round\\: prices' } }, { value: { command: 'x' } }], result: {} },
  ];
  const opening = openingOf(history, 'How far is it?', 'Attached: a.ts');
  assert.deepEqual(
    opening
      .slice(1)
      .map((body) => (body.type === 'prompt' ? [body.role, body.origin, body.text] : [body.type, 'text' in body && body.text])),
    [
      ['user', 'user', '/new Round prices'],
      ['text', 'Made **#1** Round: prices'],
      ['user', 'workspace', 'Attached: a.ts'],
      ['user', 'user', 'How far is it?'],
    ],
  );
});
