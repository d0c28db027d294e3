import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFlow, type Command } from '../support/flowApp.ts';
import { assertGolden, renderLog } from '../support/goldenLog.ts';
import { call, scriptedModel } from '../support/scriptedModel.ts';

const golden = (name: string): URL => new URL(`./golden/${name}.txt`, import.meta.url);

const broken = 'export const add = (a: number, b: number) => a - b;\n';
const mended = 'export const add = (a: number, b: number) => a + b;\n';

/** The tests pass exactly when the code is right and the test is still there. */
const npmTest: Command = (files) => {
  const passes = files.text('src/add.ts')?.includes('a + b') === true && files.text('test/add.test.ts') !== undefined;
  return passes ? { exitCode: 0, output: '1 passed' } : { exitCode: 1, output: 'expected 3, got -1' };
};

const workspace = { 'src/add.ts': broken, 'test/add.test.ts': 'assert(add(1, 2) === 3);\n' };
const checks = [{ kind: 'command', command: 'npm test', timeLimit: 60 }] as const;
const read = { toolCalls: [call('read_file', { path: 'src/add.ts' }, 'c1')] };
const mend = { text: 'The sign is wrong.', toolCalls: [call('write_file', { path: 'src/add.ts', content: mended }, 'c2')] };

describe('a card with a check', () => {
  it('is done when the check was red before and is green after', async () => {
    const flow = await createFlow({
      files: workspace,
      commands: { 'npm test': npmTest },
      model: scriptedModel(read, mend, { text: 'I corrected the sign.' }),
    });
    const card = await flow.add({ title: 'Fix add', description: 'It subtracts.', checks: [...checks] });
    const [done] = await flow.execute(card);
    assert.equal(done?.status, 'done');
    assert.deepEqual([done?.checks[0]?.baseline?.passed, done?.checks[0]?.latest?.passed], [false, true]);
    assert.equal(done?.result, 'I corrected the sign.');
    assert.equal(flow.files.text('src/add.ts'), mended);
    assertGolden(renderLog(await flow.log(card)), golden('done'));
  });

  it('goes back to the agent with the log when it fails, and is done when the second try passes', async () => {
    const wrong = { toolCalls: [call('write_file', { path: 'src/add.ts', content: broken.replace('-', '*') }, 'c2')] };
    const better = { toolCalls: [call('write_file', { path: 'src/add.ts', content: mended }, 'c3')] };
    const model = scriptedModel(read, wrong, { text: 'Done.' }, better, { text: 'Now it is right.' });
    const flow = await createFlow({ files: workspace, commands: { 'npm test': npmTest }, model });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    assert.equal((await flow.execute(card))[0]?.status, 'done');
    assertGolden(renderLog(await flow.log(card)), golden('secondRound'));
  });

  it('fails with its evidence when it is still red after three rounds', async () => {
    const lazy = Array.from({ length: 9 }, () => ({ text: 'It is fine.' }));
    const flow = await createFlow({ files: workspace, commands: { 'npm test': npmTest }, model: scriptedModel(...lazy) });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    const [failed] = await flow.execute(card);
    assert.equal(failed?.status, 'failed');
    assert.match(failed?.error ?? '', /npm test/);
    assert.equal(flow.ran.length, 5);
  });

  it('waits in review when the run changed the test that the check rests on', async () => {
    const cheat = {
      toolCalls: [
        call('read_file', { path: 'test/add.test.ts' }, 'c1'),
        call('write_file', { path: 'test/add.test.ts', content: '' }, 'c2'),
      ],
    };
    const flow = await createFlow({
      files: workspace,
      commands: { 'npm test': npmTest },
      model: scriptedModel(read, mend, cheat, { text: 'Done.' }),
    });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    const [reviewed] = await flow.execute(card);
    assert.equal(reviewed?.status, 'review');
    assert.match(reviewed?.statusReason ?? '', /test\/add\.test\.ts/);
  });

  it('waits in review when a command changed the test behind the tools', async () => {
    const sneaky: Command = (files) => {
      files.set('test/add.test.ts', '// nothing\n');
      return { exitCode: 0, output: '' };
    };
    const model = scriptedModel(read, mend, { toolCalls: [call('run_command', { command: 'sneak' })] }, { text: 'Done.' });
    const flow = await createFlow({
      files: workspace,
      commands: { 'npm test': npmTest, sneak: sneaky },
      model,
      answers: [{ kind: 'approve', scope: 'once' }],
    });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    assert.equal((await flow.execute(card))[0]?.status, 'review');
  });

  it('waits in review when the check was already passing', async () => {
    const flow = await createFlow({
      files: { ...workspace, 'src/add.ts': mended },
      commands: { 'npm test': npmTest },
      model: scriptedModel({ text: 'Nothing to do.' }),
    });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    const [reviewed] = await flow.execute(card);
    assert.equal(reviewed?.status, 'review');
    assert.match(reviewed?.statusReason ?? '', /already passing/);
  });

  it('is never run by itself when no person of this machine allowed the command', async () => {
    const flow = await createFlow({
      files: workspace,
      commands: { 'npm test': npmTest },
      model: scriptedModel(read, mend, { text: 'Done.' }),
    });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    flow.consents.clear();
    const [reviewed] = await flow.execute(card);
    assert.equal(reviewed?.status, 'review');
    assert.deepEqual(flow.ran, []);
    assert.match(reviewed?.statusReason ?? '', /Not measured/);
  });

  it('counts a pattern of files as a check', async () => {
    const model = scriptedModel(
      { toolCalls: [call('write_file', { path: 'docs/add.md', content: 'How add works: it adds.\n' })] },
      { text: 'Written.' },
    );
    const flow = await createFlow({ files: workspace, model });
    const card = await flow.add({
      title: 'Describe add',
      checks: [{ kind: 'files', pattern: 'docs/*.md', expect: 'present', containing: 'it adds' }],
    });
    assert.equal((await flow.execute(card))[0]?.status, 'done');
  });
});

describe('a card without a check', () => {
  it('waits in review; a request for changes opens the next prompt; a person accepts', async () => {
    const model = scriptedModel({ text: 'First version.' }, { text: 'Second version.' });
    const flow = await createFlow({ files: workspace, model });
    const card = await flow.add({ title: 'Say hello' });
    assert.equal((await flow.execute(card))[0]?.status, 'review');
    await flow.call('task.request-changes', { task: card.number, note: 'Louder, please.' });
    assert.equal((await flow.execute(card))[0]?.status, 'review');
    const prompt = model.requests[1]?.messages.find((message) => message.role === 'user')?.text ?? '';
    assert.match(prompt, /^A person reviewed .* requests changes:\nLouder, please\./);
    const accepted = (await flow.call('task.accept', { task: card.number })) as { status: string };
    assert.equal(accepted.status, 'done');
  });

  it('never becomes done by a simulation', async () => {
    const model = { ...scriptedModel({ text: 'Simulated.' }), simulated: true };
    const flow = await createFlow({ files: workspace, commands: { 'npm test': () => ({ exitCode: 0, output: '' }) }, model });
    const card = await flow.add({ title: 'Pretend', checks: [...checks] });
    const [reviewed] = await flow.execute(card);
    assert.equal(reviewed?.status, 'review');
    assert.match(reviewed?.statusReason ?? '', /Simulated/);
  });
});

describe('several cards', () => {
  it('run in the order of priority, and one that depends on another waits for it', async () => {
    const order: string[] = [];
    const model = scriptedModel(
      ...Array.from({ length: 3 }, () => async (request: { messages: readonly { text: string }[] }) => {
        order.push(/Task #\d+: (.*)/.exec(request.messages.map(({ text }) => text).join('\n'))?.[1] ?? '?');
        return { toolCalls: [] as never[], text: 'Done.' };
      }),
    );
    const flow = await createFlow({ files: { 'here.txt': '' }, model });
    const first = await flow.add({ title: 'first', priority: 'P1' });
    const second = await flow.add({ title: 'second', priority: 'P0', dependsOn: [first.id] });
    const third = await flow.add({ title: 'third', priority: 'P3' });
    const settled = await flow.execute(first, second, third);
    assert.deepEqual(order, ['first', 'third']);
    assert.deepEqual(
      settled.map((task) => task.status),
      ['review', 'queued', 'review'],
    );
    await flow.call('task.accept', { task: first.number });
    assert.equal((await flow.execute(second))[0]?.status, 'review');
  });

  it('of an outside program wait for a person, and its check is only a proposal', async () => {
    const flow = await createFlow({
      files: workspace,
      commands: { 'rm -rf': () => ({ exitCode: 0, output: '' }) },
      model: scriptedModel({ text: 'Done.' }),
    });
    const program = { actor: { kind: 'program', name: 'bot' }, door: 'http', signal: new AbortController().signal } as const;
    const card = (await flow.app.actions.call(
      'task.create',
      { title: 'From outside', status: 'queued', checks: [{ kind: 'command', command: 'rm -rf' }] },
      program,
    )) as { id: string; number: number };
    const report = (await flow.call('task.execute', {})) as { blocked: { reasons: string[] }[] };
    assert.match(report.blocked[0]?.reasons.join() ?? '', /accept/);
    assert.deepEqual(flow.ran, []);
    await assert.rejects(flow.app.actions.call('task.accept', { task: card.number }, program), /Only a person/);
  });
});
