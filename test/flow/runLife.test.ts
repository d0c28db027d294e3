import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RunId } from '../../src/core/model/scalars.ts';
import { ToolError, UserError } from '../../src/core/base/errors.ts';
import type { ModelReply, ModelRequest } from '../../src/core/providers/provider.ts';
import { createFlow, person } from '../support/flowApp.ts';
import { renderLog } from '../support/goldenLog.ts';
import { call, scriptedModel } from '../support/scriptedModel.ts';

const write = (path: string, content: string) => ({ toolCalls: [call('write_file', { path, content })] });

interface Undone {
  report: { restored: string[]; refused: { path: string; reason: string }[]; notUndone: string[] };
}

describe('undoing a run', () => {
  it('restores what it wrote, also in another process, and names what it cannot undo', async () => {
    const model = scriptedModel(
      { toolCalls: [call('read_file', { path: 'a.txt' })] },
      write('a.txt', 'new\n'),
      write('a.txt', 'newer\n'),
      write('b.txt', 'made\n'),
      { toolCalls: [call('run_command', { command: 'make' })] },
      { toolCalls: [call('delete_file', { path: 'c.txt' })] },
      { text: 'Done.' },
    );
    const once = { kind: 'approve', scope: 'once' } as const;
    const flow = await createFlow({
      files: { 'a.txt': 'old\n', 'c.txt': 'kept\n' },
      commands: { make: () => ({ exitCode: 0, output: '' }) },
      model,
      answers: [once, once],
    });
    const card = await flow.add({ title: 'Change' });
    await flow.execute(card);
    assert.deepEqual([flow.files.text('a.txt'), flow.files.text('b.txt'), flow.files.text('c.txt')], ['newer\n', 'made\n', undefined]);
    const later = await createFlow({ model: scriptedModel(), after: flow });
    const { report } = (await later.call('task.undo', { task: card.number })) as Undone;
    assert.deepEqual(report.restored.toSorted(), ['a.txt', 'b.txt', 'c.txt']);
    assert.deepEqual(report.notUndone, ['make']);
    assert.deepEqual([flow.files.text('a.txt'), flow.files.text('b.txt'), flow.files.text('c.txt')], ['old\n', undefined, 'kept\n']);
  });

  it('is about the files that are not as they were before the run', async () => {
    const flow = await createFlow({
      files: { 'a.txt': 'old\n', 'b.txt': 'same\n' },
      model: scriptedModel(
        { toolCalls: [call('read_file', { path: 'a.txt' })] },
        { toolCalls: [call('read_file', { path: 'b.txt' })] },
        write('a.txt', 'new\n'),
        write('b.txt', 'same\n'),
        { text: 'Done.' },
      ),
    });
    const card = await flow.add({ title: 'Change' });
    await flow.execute(card);
    const [run] = (await flow.store.listRuns({ task: card.id })).items;
    const about = async (): Promise<string[]> =>
      ((await flow.call('run.undoable', { run: run?.id })) as { files: { path: string }[] }).files.map(({ path }) => path);
    assert.deepEqual(await about(), ['a.txt']);
    flow.files.set('a.txt', 'mine\n');
    assert.deepEqual(await about(), ['a.txt'], 'undoing says that it is left alone');
    flow.files.set('a.txt', 'old\n');
    assert.deepEqual(await about(), []);
  });

  it('leaves alone what a person changed since', async () => {
    const flow = await createFlow({ model: scriptedModel(write('a.txt', 'made\n'), { text: 'Done.' }) });
    const card = await flow.add({ title: 'Change' });
    await flow.execute(card);
    flow.files.set('a.txt', 'mine\n');
    const { report } = (await flow.call('task.undo', { task: card.number })) as Undone;
    assert.deepEqual(report.restored, []);
    assert.match(report.refused[0]?.reason ?? '', /changed after the run/);
    assert.equal(flow.files.text('a.txt'), 'mine\n');
  });
});

describe('a run that fails', () => {
  const busy = {
    stopReason: 'error',
    failure: { kind: 'unauthorized', message: 'The key for http://x is wrong. Set ROTA_API_KEY.', retryable: false },
  } as const;

  it('says on the card in plain words what happened', async () => {
    const flow = await createFlow({ model: scriptedModel(busy) });
    const card = await flow.add({ title: 'Try' });
    const [failed] = await flow.execute(card);
    assert.equal(failed?.status, 'failed');
    assert.equal(failed?.error, 'The key for http://x is wrong. Set ROTA_API_KEY.');
  });

  const failing = (kind: 'overloaded' | 'unreachable') =>
    ({ stopReason: 'error', failure: { kind, message: 'Not now.', retryable: true, retryAfter: 3_600_000 } }) as const;

  it('is tried again later when the server was only busy', async () => {
    const flow = await createFlow({ model: scriptedModel(failing('overloaded'), { text: 'Done.' }) });
    const card = await flow.add({ title: 'Try' });
    let settled = false;
    const executing = flow.execute(card).finally(() => (settled = true));
    await until(() => {
      flow.clock.advance(1000);
      return settled;
    });
    const [done] = await executing;
    assert.deepEqual([done?.status, done?.attempts], ['review', 2]);
  });

  it('is not tried again when somebody has to start the server first', async () => {
    const flow = await createFlow({ model: scriptedModel(failing('unreachable'), { text: 'Done.' }) });
    const card = await flow.add({ title: 'Try' });
    const [failed] = await flow.execute(card);
    assert.deepEqual([failed?.status, failed?.attempts], ['failed', 1]);
  });
});

describe('stopping', () => {
  it('ends a run that waits for the model, and puts its card back', async () => {
    const hanging = scriptedModel(untilStopped);
    const flow = await createFlow({ model: hanging });
    const card = await flow.add({ title: 'Hang' });
    const executing = flow.execute(card);
    await until(() => hanging.requests.length === 1);
    const [run] = flow.app.runs.active;
    assert.ok(run);
    await flow.app.runs.cancel(run, person.actor);
    assert.equal((await executing)[0]?.status, 'todo');
    assert.equal((await flow.store.findRun(RunId.parse(run)))?.status, 'canceled');
  });
});

describe('a run whose host died', () => {
  it('goes back to the queue when nothing had happened', async () => {
    const dead = await createFlow({ model: scriptedModel(hang) });
    const card = await dead.add({ title: 'Look' });
    void dead.execute(card).catch(() => undefined);
    await until(async () => (await dead.store.findTask(card.id))?.status === 'running');
    const next = await createFlow({ model: scriptedModel({ text: 'Done.' }), after: dead });
    const recovered = await next.app.recover();
    assert.deepEqual(
      recovered.map((run) => run.status),
      ['interrupted'],
    );
    assert.equal((await next.store.findTask(card.id))?.status, 'queued');
    assert.equal((await next.execute(card))[0]?.status, 'review');
  });

  it('is dealt with when the store took nothing as it stopped, and not while it goes on', async () => {
    const model = scriptedModel(untilStopped);
    const flow = await createFlow({ model });
    const { store, app } = flow;
    const card = await flow.add({ title: 'Look' });
    const done = flow.execute(card).catch((error: unknown) => error);
    await until(() => model.requests.length === 1);
    assert.deepEqual(await app.recover(), [], 'a run that goes on is nobody else to end');
    const endRun = store.endRun.bind(store);
    store.endRun = () => Promise.reject(new UserError('read-only', 'The files of the board are gone.'));
    const [run = assert.fail()] = app.runs.active;
    await assert.rejects(app.runs.cancel(run, person.actor), { code: 'read-only' });
    await done;
    assert.equal((await store.findTask(card.id))?.status, 'running');
    store.endRun = endRun;
    assert.deepEqual(
      (await app.recover()).map(({ status }) => status),
      ['interrupted'],
    );
    assert.equal((await store.findTask(card.id))?.status, 'queued');
  });

  it('asks before it goes on when an effect had begun, and never repeats it', async () => {
    const model = scriptedModel(write('a.txt', 'made\n'), hang);
    const dead = await createFlow({ model });
    const card = await dead.add({ title: 'Write' });
    void dead.execute(card).catch(() => undefined);
    await until(() => model.requests.length === 2);
    dead.clock.advance(1000);
    const next = await createFlow({ model: scriptedModel({ text: 'Done.' }), after: dead, answers: [{ kind: 'continue' }] });
    await next.app.recover();
    const waiting = await next.store.findTask(card.id);
    assert.equal(waiting?.status, 'waiting');
    const [request] = await next.store.listRequests({ open: true });
    assert.equal(request?.body.kind, 'interrupted');
    assert.equal((await next.execute(card))[0]?.status, 'review');
    const log = renderLog(await next.log(card));
    assert.equal(log.match(/change create a\.txt/g)?.length, 1);
    assert.equal((await next.store.listRuns({ task: card.id })).items[0]?.steps, 2, 'the reply before the death counts');
  });

  it('tells the model when it is not known whether a call took effect', async () => {
    const model = scriptedModel(write('a.txt', 'made\n'), hang);
    const dead = await createFlow({ model });
    const card = await dead.add({ title: 'Write' });
    void dead.execute(card).catch(() => undefined);
    await until(() => model.requests.length === 2);
    const second = scriptedModel({ text: 'Done.' });
    const next = await createFlow({ model: second, after: dead, answers: [{ kind: 'continue' }] });
    await next.app.recover();
    await next.execute(card);
    assert.match(second.requests[0]?.messages.at(-1)?.text ?? '', /whether it took effect is not known/);
    assert.equal(((await next.call('task.undo', { task: card.number })) as Undone).report.restored.length, 1);
  });
});

async function untilStopped(_request: ModelRequest, signal: AbortSignal): Promise<Partial<ModelReply>> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return { stopReason: 'aborted' };
}

const hang = (): Promise<never> => new Promise<never>(() => undefined);

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('it never happened');
}

describe('undo', () => {
  it('gives back a file of which a later write of the run failed', async () => {
    const write = (content: string) => ({ toolCalls: [call('write_file', { path: 'a.txt', content })] });
    const flow = await createFlow({ model: scriptedModel(write('one'), write('two'), { text: 'Written.' }) });
    const apply = flow.files.apply.bind(flow.files);
    flow.files.apply = (change) =>
      new TextDecoder().decode(change.after ?? undefined) === 'two' ? Promise.reject(new ToolError('The disk is full.')) : apply(change);
    const card = await flow.add({ title: 'Write' });
    await flow.execute(card);
    assert.equal(flow.files.text('a.txt'), 'one');
    const { report } = (await flow.call('task.undo', { task: card.id })) as { report: { restored: string[]; refused: unknown[] } };
    assert.deepEqual(report, { restored: ['a.txt'], refused: [], notUndone: [] });
    assert.equal(flow.files.text('a.txt'), undefined);
  });
});
