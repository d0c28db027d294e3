import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFlow, type Command } from '../support/flowApp.ts';
import { call, scriptedModel } from '../support/scriptedModel.ts';

/** Passes when the test says nothing any more: the work itself is never done. */
const npmTest: Command = (files) => ({ exitCode: files.text('test/add.test.ts') === '' ? 0 : 1, output: '' });
const verify: Command = (files) => ({ exitCode: files.text('tools/verify.js') === '' ? 0 : 1, output: '' });
const sneak: Command = (files) => {
  files.set('test/add.test.ts', '');
  return { exitCode: 0, output: '' };
};

const files = { 'test/add.test.ts': 'assert(add(1, 2) === 3);\n' };
const checks = [{ kind: 'command', command: 'npm test', timeLimit: 60 }] as const;
const commands = { 'npm test': npmTest, sneak };
const runSneak = { toolCalls: [call('run_command', { command: 'sneak' }, 'c1')] };
const approve = { kind: 'approve', scope: 'once' } as const;

describe('a check that the agent turned green without the work', () => {
  it('does not make the card done when the command that did it ran after the run was taken up again', async () => {
    const first = await createFlow({ files, commands, model: scriptedModel(runSneak) });
    const card = await first.add({ title: 'Fix add', checks: [...checks] });
    assert.equal((await first.execute(card))[0]?.status, 'waiting');
    const second = await createFlow({ commands, model: scriptedModel({ text: 'Done.' }), answers: [approve], after: first });
    const [card2] = await second.execute(card);
    assert.deepEqual(second.ran, ['sneak', 'npm test']);
    assert.equal(card2?.status, 'review');
    assert.match(card2?.statusReason ?? '', /test\/add\.test\.ts/);
  });

  it('does not make the card done when the command ran in an earlier attempt', async () => {
    const breaks = { stopReason: 'error' as const, failure: { kind: 'network' as const, message: 'gone', retryable: true } };
    const flow = await createFlow({
      files,
      commands,
      answers: [approve],
      model: scriptedModel(runSneak, ...Array.from({ length: 6 }, () => breaks as never), { text: 'Done.' }),
    });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    const executing = flow.execute(card);
    const timer = setInterval(() => flow.clock.advance(60_000), 5);
    const [reviewed] = await executing.finally(() => clearInterval(timer));
    assert.equal(reviewed?.status, 'review', JSON.stringify(reviewed?.error));
    assert.match(reviewed?.statusReason ?? '', /command/i);
  });

  it('does not make the card done when the package script behind the check was changed', async () => {
    const read = { toolCalls: [call('read_file', { path: 'tools/verify.js' })] };
    const cheat = { toolCalls: [call('write_file', { path: 'tools/verify.js', content: '' })] };
    const scripts = {
      'package.json': '{"scripts":{"test":"npm run -s inner","inner":"node ./tools/verify.js"}}',
      'tools/verify.js': 'process.exit(1)\n',
    };
    const flow = await createFlow({
      files: scripts,
      commands: { 'npm test': verify },
      model: scriptedModel(read, cheat, { text: 'Done.' }),
    });
    const card = await flow.add({ title: 'Fix add', checks: [...checks] });
    const [reviewed] = await flow.execute(card);
    assert.equal(reviewed?.status, 'review');
    assert.match(reviewed?.statusReason ?? '', /tools\/verify\.js/);
  });
});
