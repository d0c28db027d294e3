import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFlow } from '../../support/flowApp.ts';
import { call, scriptedModel } from '../../support/scriptedModel.ts';
import { foldLive, settledLength, silence, withoutRecorded } from '../../../webview-ui/run/liveState.ts';
import { emptyRun, foldEvents, type RunItem, type RunState } from '../../../webview-ui/run/runState.ts';

/** An entry as a word or two. */
function nameOf(item: RunItem): string {
  switch (item.kind) {
    case 'tool':
      return `tool ${item.tool} ${item.state} ${item.changes.map(({ path, added, removed }) => `${path}+${added}-${removed}`).join()}`.trim();
    case 'check':
      return `check ${item.phase} ${item.result === null ? 'open' : String(item.result.passed)}`;
    case 'request':
      return `request ${item.body.kind} ${item.answer?.kind ?? 'open'}`;
    case 'prompt':
      return `prompt ${item.from}`;
    default:
      return item.kind;
  }
}

async function finishedRun(
  last: { usageEstimated?: boolean } = {},
): Promise<Awaited<ReturnType<Awaited<ReturnType<typeof createFlow>>['log']>>> {
  const model = scriptedModel(
    { toolCalls: [call('write_file', { path: 'a.txt', content: 'hello\n' }), call('no_such_tool', {})] },
    { text: 'Building.', toolCalls: [call('run_command', { command: 'make' })] },
    { text: 'Done.', ...last },
  );
  const commands = { make: () => ({ exitCode: 0, output: 'built' }), check: () => ({ exitCode: 0, output: '' }) };
  const flow = await createFlow({ model, commands, answers: [{ kind: 'approve', scope: 'once' }] });
  const card = await flow.add({ title: 'Build', checks: [{ kind: 'command', command: 'check', timeLimit: 300 }] });
  await flow.execute(card);
  return flow.log(card);
}

describe('what the run page folds a log into', () => {
  it('a usage that is an estimate as soon as one reply came without counts', async () => {
    assert.equal(foldEvents(emptyRun, await finishedRun()).estimated, false);
    assert.equal(foldEvents(emptyRun, await finishedRun({ usageEstimated: true })).estimated, true);
  });

  it('one entry for each thing that happened, with how it ended', async () => {
    const state = foldEvents(emptyRun, await finishedRun());
    assert.deepEqual(state.items.map(nameOf), [
      'start',
      'check baseline true',
      'prompt system',
      'prompt user',
      'tool write_file done a.txt+1-0',
      'tool no_such_tool failed',
      'message',
      'request approval approve',
      'tool run_command done',
      'message',
      'check final true',
      'end',
    ]);
    assert.equal(state.steps, 3);
    assert.equal(state.usage.input, 30);
    assert.equal(state.files, 1);
    assert.equal(state.ended, true);
  });

  it('a question stands once, in the place of the call that asks it, also when the run was parked meanwhile', async () => {
    const model = scriptedModel({ text: 'One thing.', toolCalls: [call('ask_user', { question: 'Tabs or spaces?' })] }, { text: 'Done.' });
    const flow = await createFlow({ model });
    const card = await flow.add({ title: 'Indent' });
    await flow.execute(card);
    const shown = async (): Promise<string[]> =>
      foldEvents(emptyRun, await flow.log(card))
        .items.map(nameOf)
        .slice(3);
    assert.deepEqual(await shown(), ['message', 'request question open']);
    const [request] = await flow.app.inbox.list();
    await flow.app.inbox.answer(request?.id ?? '', { kind: 'text', text: 'tabs' }, { kind: 'person', name: 'ada' });
    await flow.execute(card);
    assert.deepEqual(await shown(), ['message', 'request question text', 'message', 'end']);
  });

  it('is the same whichever way the log is cut, and events that come twice change nothing', async () => {
    const log = await finishedRun();
    const whole = foldEvents(emptyRun, log);
    for (const size of [1, 2, 5]) {
      let state: RunState = emptyRun;
      for (let at = 0; at < log.length; at += size) state = foldEvents(state, log.slice(Math.max(0, at - 2), at + size));
      assert.deepEqual(state, whole, `in parts of ${size}`);
    }
    assert.equal(foldEvents(whole, log), whole);
  });

  it('leaves entries that did not change as they are', async () => {
    const log = await finishedRun();
    const before = foldEvents(emptyRun, log.slice(0, -3));
    const now = foldEvents(before, log.slice(-3));
    assert.ok(before.items.length > 5);
    for (const [at, item] of before.items.slice(0, 5).entries()) assert.equal(now.items[at], item);
  });

  it('a call without an end is not shown as going on once the run is over', async () => {
    const log = (await finishedRun()).filter(({ body }) => body.type !== 'tool-end' || body.tool !== 'run_command');
    assert.ok(foldEvents(emptyRun, log).items.map(nameOf).includes('tool run_command cut'));
  });
});

describe('what is said and not recorded yet', () => {
  it('grows by its parts, and goes when it is recorded', () => {
    const said = foldLive(silence, [
      { kind: 'text', text: 'a' },
      { kind: 'text', text: 'b' },
      { kind: 'reasoning', text: 'c' },
      { kind: 'output', callId: 'x', text: 'd' },
    ]);
    assert.deepEqual(said, { text: 'ab', reasoning: 'c', output: { x: 'd' } });
    assert.deepEqual(withoutRecorded(said, [{ type: 'text' }]), { text: '', reasoning: '', output: { x: 'd' } });
    assert.deepEqual(withoutRecorded(said, [{ type: 'tool-end', callId: 'x' }]), { text: 'ab', reasoning: 'c', output: {} });
    assert.deepEqual(withoutRecorded(said, [{ type: 'status' }]), said);
  });

  it('can be cut between blocks, never within a list item or a block of code', () => {
    const cases: Record<string, string> = {
      one: '',
      'one\n\ntwo': 'one\n\n',
      'one\n\n  two': '',
      '```\na\n\nb\n': '',
      '```\na\n\nb\n```\n\nc': '```\na\n\nb\n```\n\n',
      '~~~\n```\n\nx\n': '',
    };
    for (const [text, settled] of Object.entries(cases)) assert.equal(text.slice(0, settledLength(text, 0)), settled, JSON.stringify(text));
  });
});
