import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createTextFilter } from '../../../../src/core/base/safeText.ts';
import { aCommand, aRunner } from '../../../support/processes.ts';
import { tempFolder } from '../../../support/tempFolder.ts';
import { ToolHarness } from '../../../support/toolHarness.ts';

async function harness(test: TestContext, signal = new AbortController().signal): Promise<ToolHarness> {
  const root = await tempFolder(test);
  const processes = aRunner(root);
  const { tag } = aCommand(root, '');
  test.after(async () => void (await processes.sweep(tag)));
  return ToolHarness.onDisk(root, `${root}-trash`, { processes, signal, tag });
}

describe('run_command', () => {
  it('answers exit code and output, and shows the output live', async (test) => {
    const tools = await harness(test);
    assert.match(await tools.run('run_command', { command: 'echo out; echo err >&2; exit 3' }), /^exit code 3 after [\d.]+ s\nout\nerr\n$/);
    assert.equal(tools.shown.join(''), 'out\nerr\n');
    assert.match(await tools.run('run_command', { command: 'true' }), /^exit code 0 after [\d.]+ s\n\(no output\)$/);
  });

  it('answers what a terminal would show of an output that writes over itself', async (test) => {
    const tools = await harness(test);
    const progress = String.raw`printf '10 %%\r50 %%\r100 %%\r\ndone\r\n'`;
    assert.match(await tools.run('run_command', { command: progress }), /^exit code 0 after [\d.]+ s\n100 %\ndone\n$/);
    assert.equal(tools.shown.join(''), '100 %\ndone\n');
    await tools.run('run_command', { command: progress, background: true });
    assert.match(await tools.run('read_command_output', { id: 'p1', then: 'wait' }), /\n100 %\ndone\n$/);
  });

  it('shows the whole command to the person, and computes its effect', async (test) => {
    const call = await (await harness(test)).prepare('run_command', { command: 'npm test -- --run', background: true });
    assert.equal(call.summary, 'Run in the background: npm test -- --run');
    assert.deepEqual(call.effects, [
      { kind: 'command', command: 'npm test -- --run', folder: { root: 'workspace', path: '' }, background: true },
    ]);
  });

  it('refuses a command that a screen would not show as it is, and shows invisible characters', async (test) => {
    const tools = await harness(test);
    for (const command of ['rm -rf x\r echo fine', 'a\x1b[2Kb', 'a\bb', 'a\x00b', 'a\x9bb']) {
      assert.match(await tools.refusal('run_command', { command }), /control characters/);
    }
    assert.equal((await tools.prepare('run_command', { command: 'echo a\u202eb' })).summary, 'Run: echo a<U+202E>b');
  });

  it('refuses a command that pushes a part of itself out of sight', async (test) => {
    const tools = await harness(test);
    for (const command of [
      `evil${'\n'.repeat(40)}echo fine`,
      `evil${' \t\n'.repeat(12)}echo fine`,
      `echo fine${' '.repeat(200)}; evil`,
      `echo fine${'\u00a0'.repeat(200)}; evil`,
      'echo \u2800',
    ]) {
      assert.match(await tools.refusal('run_command', { command }), /blank space/);
    }
    await tools.prepare('run_command', { command: `cat > a.py <<'E'\nclass A:\n\n\n${' '.repeat(40)}pass\nE` });
  });

  it('stops at its time limit and says so', async (test) => {
    assert.match(
      await (await harness(test)).run('run_command', { command: 'echo begun; sleep 60', timeLimit: 1 }),
      /^stopped after [\d.]+ s: the time limit of 1 s was reached.*\nbegun\n$/,
    );
  });

  it('caps its output to head and tail', async (test) => {
    const text = await (await harness(test)).run('run_command', { command: 'seq 1 200000' });
    assert.ok(text.length < 32_000);
    assert.match(text, /\n1\n2\n/);
    assert.match(text, /characters left out/);
    assert.match(text, /\n200000\n$/);
  });

  it('has no standard input to wait for', async (test) => {
    assert.match(await (await harness(test)).run('run_command', { command: 'cat; echo end', timeLimit: 20 }), /^exit code 0[^]*end\n$/);
  });

  it('gives text that the filter can make safe piece by piece', async (test) => {
    const tools = await harness(test);
    await tools.run('run_command', {
      command: "printf '\\033[3'; sleep 0.2; printf '1mred\\033[0m sk-abcdefghijkl'; sleep 0.2; printf 'mnopqrstuvwx\\n'",
    });
    assert.equal(tools.shown.map(createTextFilter({ secrets: [] })).join(''), 'red [masked]\n');
  });
});

describe('background commands', () => {
  it('are read on, waited for and stopped', async (test) => {
    const tools = await harness(test);
    assert.match(await tools.run('run_command', { command: 'echo one; sleep 0.3; echo two', background: true }), /^Started p1/);
    assert.match(await tools.run('run_command', { command: 'echo up; sleep 60', background: true }), /^Started p2/);
    assert.match(await tools.run('read_command_output', { id: 'p1', then: 'wait' }), /^p1 ended: exit code 0[^]*one\ntwo\n$/);
    assert.match(await tools.run('read_command_output', { id: 'p2' }), /^p2 is still running; read on with from \d+\n/);
    assert.match(await tools.run('read_command_output', { id: 'p2', then: 'stop' }), /^p2 ended: /);
    assert.match(await tools.refusal('read_command_output', { id: 'p2' }), /no background command "p2"\. Known: none/);
  });

  it('are limited in number, and an id is never given twice at once', async (test) => {
    const tools = await harness(test);
    for (let count = 0; count < 8; count++) await tools.run('run_command', { command: 'sleep 60', background: true });
    assert.match(await tools.refusal('run_command', { command: 'sleep 60', background: true }), /8 background commands/);
    await tools.run('read_command_output', { id: 'p3', then: 'stop' });
    assert.match(await tools.run('run_command', { command: 'sleep 60', background: true }), /^Started p3/);
    assert.equal(tools.context.memory.processes.size, 8);
  });

  it('stop being waited for when the run is canceled', async (test) => {
    const canceled = new AbortController();
    const tools = await harness(test, canceled.signal);
    await tools.run('run_command', { command: 'sleep 60', background: true });
    const waiting = tools.run('read_command_output', { id: 'p1', then: 'wait' });
    setTimeout(() => canceled.abort(new Error('canceled')), 50);
    await assert.rejects(waiting, /canceled/);
  });
});
