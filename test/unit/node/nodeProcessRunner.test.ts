import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { aCommand, aRunner } from '../../support/processes.ts';
import { tempFolder } from '../../support/tempFolder.ts';

test('a command ends with its exit code and both streams in the order of writing', async (t) => {
  const folder = await tempFolder(t);
  const script = 'for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done; exit 7';
  const result = await aRunner(folder).start(aCommand(folder, script)).result;
  assert.equal(result.exitCode, 7);
  assert.equal(result.ended, 'exit');
  assert.equal(result.output, [1, 2, 3, 4, 5].map((i) => `out ${i}\nerr ${i}\n`).join(''));
});

test('an argument vector reaches the program as it is, unseen by a shell', async (t) => {
  const folder = await tempFolder(t);
  const args = ['a b', '$HOME', '"; echo planted', '*', ''];
  const command = { argv: ['printf', '<%s>', ...args] as const };
  const { output, exitCode } = await aRunner(folder).start({ ...aCommand(folder, ''), command }).result;
  assert.equal(exitCode, 0);
  assert.equal(output, args.map((arg) => `<${arg}>`).join(''));
});

test('the end by a signal is told apart from an exit', async (t) => {
  const folder = await tempFolder(t);
  const result = await aRunner(folder).start(aCommand(folder, 'kill -9 $$')).result;
  assert.equal(result.ended, 'signal');
  assert.equal(result.exitCode, undefined);
});

test('a missing program, a missing folder and an impossible argument are results with a reason', async (t) => {
  const folder = await tempFolder(t);
  const runner = aRunner(folder);
  const missing = await runner.start({ ...aCommand(folder, ''), command: { argv: ['no-such-program-here'] } }).result;
  assert.equal(missing.ended, 'not-started');
  assert.match(missing.error ?? '', /no-such-program-here was not found/);
  const gone = path.join(folder, 'gone');
  const homeless = await runner.start(aCommand(gone, 'true')).result;
  assert.equal(homeless.ended, 'not-started');
  assert.match(homeless.error ?? '', /gone does not exist/);
  const impossible = await runner.start(aCommand(folder, 'echo a\0b')).result;
  assert.equal(impossible.ended, 'not-started');
  assert.ok(impossible.error);
});

test('a folder that is deleted under a running command does no harm', async (t) => {
  const folder = await tempFolder(t);
  const running = aRunner('/nowhere').start(aCommand(folder, 'sleep 0.3; echo still here'));
  await rm(folder, { recursive: true });
  assert.match((await running.result).output, /still here/);
});

test('a command that wants input or a password ends by itself', async (t) => {
  const folder = await tempFolder(t);
  const runner = aRunner(folder);
  for (const script of ['read answer; echo "got:$answer"', 'cat', 'cat < /dev/tty', 'read -s -p Password: word']) {
    const { ended } = await runner.start(aCommand(folder, script, { timeLimit: 20_000 })).result;
    assert.equal(ended, 'exit', script);
  }
});

test('a command is over when it has ended, though what it left in the background holds its output', async (t) => {
  const folder = await tempFolder(t);
  const runner = aRunner(folder);
  const request = aCommand(folder, 'sleep 300 & echo done');
  const result = await runner.start(request).result;
  assert.equal(result.ended, 'exit');
  assert.equal(result.output, 'done\n');
  assert.ok(result.duration < 20_000);
  assert.equal(await runner.sweep(request.tag), 0);
});

test('an aborted signal starts nothing', async (t) => {
  const folder = await tempFolder(t);
  const running = aRunner(folder).start(aCommand(folder, 'echo ran'), undefined, AbortSignal.abort());
  assert.equal(running.id, undefined);
  assert.deepEqual({ ...(await running.result) }, { exitCode: undefined, ended: 'aborted', output: '', duration: 0 });
});
