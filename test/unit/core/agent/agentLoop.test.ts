import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunEventBody } from '../../../../src/core/model/runEvent.ts';
import { noUsage } from '../../../../src/core/model/usage.ts';
import { loopHarness } from '../../../support/loopHarness.ts';
import { call, scriptedModel } from '../../../support/scriptedModel.ts';

const once = { kind: 'approve', scope: 'once' } as const;
const forRun = { kind: 'approve', scope: 'run' } as const;
const ends = (events: readonly RunEventBody[]) => events.filter((event) => event.type === 'tool-end');

/** Lets pending promises go on until nothing moves. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('the agent loop', () => {
  it('answers parallel calls in order and keeps the text beside them', async () => {
    const model = scriptedModel(
      { text: 'Looking.', toolCalls: [call('look', { what: 'a' }), call('look', { what: 'b' })] },
      { text: 'Done.' },
    );
    const harness = loopHarness(model);
    assert.deepEqual(await harness.run(), { kind: 'finished', text: 'Done.' });
    assert.deepEqual(harness.ran, ['look a', 'look b']);
    const second = model.requests[1]?.messages.map((message) => `${message.role}: ${message.text}`);
    assert.deepEqual(second, ['assistant: Looking.', 'tool: saw a', 'tool: saw b']);
  });

  it('gives every wrong call a result that says what to do, and goes on', async () => {
    const broken = { id: 'x', name: 'look', arguments: '{"what":' };
    const wrong = [call('fly', {}), broken, call('look', { wat: 1 }), call('look', { what: 'nothing' })];
    const harness = loopHarness(scriptedModel({ toolCalls: wrong }, { text: 'Sorry.' }));
    assert.equal((await harness.run()).kind, 'finished');
    const texts = ends(harness.events).map(({ text, failed }) => `${failed} ${text}`);
    assert.match(texts[0] ?? '', /true There is no tool "fly"\. Tools: look, act\./);
    assert.match(texts[1] ?? '', /true look: the arguments are not valid JSON/);
    assert.match(texts[2] ?? '', /true look: .*what/s);
    assert.equal(texts[3], 'true There is nothing.');
  });

  it('refuses arguments that are nested as deep as no reader can bear, and goes on', async () => {
    const deep = { id: 'x', name: 'look', arguments: `{"what":"a","more":${'['.repeat(100_000)}${']'.repeat(100_000)}}` };
    const harness = loopHarness(scriptedModel({ toolCalls: [deep, call('look', { what: 'b' })] }, { text: 'Sorry.' }));
    assert.equal((await harness.run()).kind, 'finished');
    const [first, second] = ends(harness.events);
    assert.match(first?.text ?? '', /look: the arguments are nested deeper than 64 levels/);
    assert.equal(second?.text, 'saw b');
  });

  it('gives up on a model whose replies hold nothing that can be run', async () => {
    const useless = { toolCalls: [call('fly', {})] };
    const ending = await loopHarness(scriptedModel(useless, { text: '' }, useless)).run();
    assert.equal(ending.kind, 'failed');
  });

  it('lets a model go on that was refused for good reasons, however often', async () => {
    const refused = (what: string) => ({ toolCalls: [call('look', { what: 'nothing', what2: what })] });
    const harness = loopHarness(scriptedModel(refused('a'), refused('b'), refused('c'), refused('d'), { text: 'Then not.' }));
    assert.equal((await harness.run()).kind, 'finished');
  });

  it('answers calls beyond the cap without running them', async () => {
    const many = Array.from({ length: 500 }, (_, index) => call('look', { what: `${index}` }));
    const harness = loopHarness(scriptedModel({ toolCalls: many }, { text: 'Done.' }));
    await harness.run();
    assert.equal(harness.ran.length, 32);
    assert.equal(ends(harness.events).length, 500);
  });

  it('gives calls with the same id results of their own', async () => {
    const model = scriptedModel(
      { toolCalls: [call('look', { what: 'a' }, 'c'), call('look', { what: 'b' }, 'c')] },
      { toolCalls: [call('look', { what: 'd' }, 'c')] },
      { text: 'Done.' },
    );
    const harness = loopHarness(model);
    await harness.run();
    assert.equal(new Set(ends(harness.events).map(({ callId }) => callId)).size, 3);
  });

  it('runs nothing of a reply that was cut, keeps it as a draft and asks again', async () => {
    const cut = { text: 'I will', stopReason: 'cut' } as const;
    const harness = loopHarness(scriptedModel(cut, { text: 'Done.' }));
    const running = harness.run();
    await settle();
    harness.clock.advance(60_000);
    assert.deepEqual(await running, { kind: 'finished', text: 'Done.' });
    assert.deepEqual(
      harness.events.flatMap((event) => (event.type === 'text' ? [event.draft] : [])),
      [true, false],
    );
    assert.equal(harness.conversation.messages.length, 1);
  });

  it('waits at least as long as the server asks before it tries again', async () => {
    const busy = {
      stopReason: 'error',
      failure: { kind: 'rate-limited', message: 'Busy.', retryable: true, retryAfter: 120_000 },
    } as const;
    const model = scriptedModel(busy, { text: 'Done.' });
    const harness = loopHarness(model);
    const running = harness.run();
    await settle();
    harness.clock.advance(119_999);
    await settle();
    assert.equal(model.requests.length, 1);
    harness.clock.advance(30_000);
    assert.equal((await running).kind, 'finished');
  });

  it('fails at once with the words for the person when trying again cannot help', async () => {
    const refused = { stopReason: 'error', failure: { kind: 'unauthorized', message: 'The key is wrong.', retryable: false } } as const;
    assert.deepEqual(await loopHarness(scriptedModel(refused)).run(), { kind: 'failed', message: 'The key is wrong.', transient: false });
  });

  it('tells the model that its reply was cut at the length limit', async () => {
    const model = scriptedModel({ text: 'Long', stopReason: 'length' }, { text: 'Done.' });
    await loopHarness(model).run();
    assert.match(model.requests[1]?.messages.at(-1)?.text ?? '', /cut at the length limit/);
  });

  it('asks before an effect, and not again for the same when it was approved for the run', async () => {
    const harness = loopHarness(
      scriptedModel({ toolCalls: [call('act', { what: 'a' })] }, { toolCalls: [call('act', { what: 'b' })] }, { text: 'Done.' }),
      { answers: [forRun] },
    );
    await harness.run();
    assert.deepEqual(harness.ran, ['act a', 'act b']);
    assert.equal(harness.asked.length, 1);
  });

  it('asks each time when it was approved once', async () => {
    const harness = loopHarness(scriptedModel({ toolCalls: [call('act', { what: 'a' }), call('act', { what: 'b' })] }, { text: 'Done.' }), {
      answers: [once, once],
    });
    await harness.run();
    assert.equal(harness.asked.length, 2);
  });

  it('tells the model the words of a refusal and runs nothing', async () => {
    const harness = loopHarness(scriptedModel({ toolCalls: [call('act', { what: 'a' })] }, { text: 'Then not.' }), {
      answers: [{ kind: 'reject', note: 'use make' }],
    });
    await harness.run();
    assert.deepEqual(harness.ran, []);
    assert.match(ends(harness.events)[0]?.text ?? '', /refused.*use make/);
  });

  it('records the intent before the effect', async () => {
    const harness = loopHarness(scriptedModel({ toolCalls: [call('act', { what: 'a' })] }, { text: 'Done.' }), { answers: [once] });
    await harness.run();
    const types = harness.events.map((event) => event.type);
    assert.deepEqual(types, ['text', 'tool-start', 'tool-end', 'text']);
  });

  it('pauses when nobody is there, and goes on with the same call later', async () => {
    const asking = call('act', { what: 'a' }, 'c1');
    const first = loopHarness(scriptedModel({ toolCalls: [call('look', { what: 'x' }, 'c0'), asking] }));
    assert.equal((await first.run()).kind, 'parked');
    assert.deepEqual(first.ran, ['look x']);
    const second = loopHarness(scriptedModel({ text: 'Done.' }), { log: first.events, answers: [once] });
    assert.equal((await second.run()).kind, 'finished');
    assert.deepEqual(second.ran, ['act a']);
  });

  it('never repeats an effect whose end is not recorded, but repeats a read', async () => {
    const log: RunEventBody[] = [
      {
        type: 'text',
        text: '',
        toolCalls: [call('act', { what: 'a' }, 'c1'), call('look', { what: 'b' }, 'c2')],
        stopReason: 'tool-calls',
        usage: noUsage,
        draft: false,
      },
      {
        type: 'tool-start',
        callId: 'c1',
        tool: 'act',
        summary: '',
        input: {},
        effects: [{ kind: 'command', command: 'act', folder: { root: 'app', path: '' }, background: false }],
      },
      { type: 'tool-start', callId: 'c2', tool: 'look', summary: '', input: {}, effects: [] },
    ];
    const harness = loopHarness(scriptedModel({ text: 'Done.' }), { log, grants: [{ kind: 'command', command: 'act' }] });
    await harness.run();
    assert.deepEqual(harness.ran, ['look b']);
    assert.match(ends(harness.events)[0]?.text ?? '', /interrupted/);
  });

  it('gives every call a result when it is canceled in the middle', async () => {
    const calls = [call('act', { what: 'slowly' }), call('look', { what: 'b' }), call('look', { what: 'c' })];
    const harness = loopHarness(scriptedModel({ toolCalls: calls }), { grants: [{ kind: 'command', command: 'act' }] });
    const running = harness.run();
    await settle();
    harness.abort.abort(new Error('stop'));
    assert.deepEqual(await running, { kind: 'canceled' });
    assert.deepEqual(harness.ran, ['act slowly']);
    assert.equal(ends(harness.events).length, 3);
  });

  it('keeps what was said when it is canceled in the middle of a reply', async () => {
    const harness = loopHarness(scriptedModel({ text: 'I begin with', stopReason: 'aborted' }));
    assert.deepEqual(await harness.run(), { kind: 'canceled' });
    assert.deepEqual(
      harness.events.flatMap((event) => (event.type === 'text' ? [[event.text, event.draft, event.stopReason]] : [])),
      [['I begin with', true, 'aborted']],
    );
  });

  it('stops waiting for a retry when it is canceled', async () => {
    const harness = loopHarness(scriptedModel({ stopReason: 'cut' }));
    const running = harness.run();
    await settle();
    harness.abort.abort(new Error('stop'));
    assert.deepEqual(await running, { kind: 'canceled' });
    assert.equal(harness.clock.pending, 0);
  });

  it('asks at a limit and goes on with the same amount again', async () => {
    const look = () => ({ toolCalls: [call('look', { what: `${Math.random()}` })] });
    const harness = loopHarness(scriptedModel(look(), look(), look(), { text: 'Done.' }), {
      budget: { steps: 2 },
      answers: [{ kind: 'continue' }],
    });
    assert.equal((await harness.run()).kind, 'finished');
    assert.deepEqual(
      harness.asked.map((body) => body.kind === 'limit' && body.limit),
      ['steps'],
    );
  });

  it('ends at a limit when the person says stop', async () => {
    const harness = loopHarness(scriptedModel({ toolCalls: [call('look', { what: 'a' })] }), {
      budget: { steps: 1 },
      answers: [{ kind: 'stop' }],
    });
    assert.equal((await harness.run()).kind, 'failed');
  });

  it('tells a model that goes in circles, then asks the person', async () => {
    const same = { toolCalls: [call('look', { what: 'a' })] };
    const model = scriptedModel(same, same, same, same, same, { text: 'Done.' });
    const harness = loopHarness(model, { answers: [{ kind: 'stop' }] });
    assert.equal((await harness.run()).kind, 'failed');
    assert.equal(harness.ran.length, 5);
    assert.match(model.requests[3]?.messages.at(-1)?.text ?? '', /same call 3 times/);
  });

  it('leaves results out and tries once more when the server finds the conversation too long', async () => {
    const tooLong = { stopReason: 'error', failure: { kind: 'context-too-long', message: 'Too long.', retryable: false } } as const;
    const looks = Array.from({ length: 10 }, (_, index) => call('look', { what: `${index}${'x'.repeat(2000)}` }));
    const model = scriptedModel({ toolCalls: looks }, tooLong, { text: 'Done.' });
    const harness = loopHarness(model);
    assert.equal((await harness.run()).kind, 'finished');
    assert.ok(harness.events.some((event) => event.type === 'compaction'));
    const size = (index: number) => model.requests[index]?.messages.reduce((sum, message) => sum + message.text.length, 0) ?? 0;
    assert.ok(size(2) < size(1));
  });
});
