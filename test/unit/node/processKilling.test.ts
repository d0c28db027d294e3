import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { aCommand, aRunner, countTagged, until } from '../../support/processes.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const options = { skip: process.platform === 'linux' ? false : 'needs /proc' };

/** Each starts something that wants to outlive its command. */
const HOSTILE: Record<string, string> = {
  background: 'sleep 300 & wait',
  nohup: 'nohup sleep 300 >/dev/null 2>&1 & sleep 300',
  setsid: 'setsid sleep 300 & sleep 300',
  'TERM-proof setsid': `setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 1; done' & sleep 300`,
  'TERM-proof loop': `trap '' TERM HUP INT; while :; do sleep 1; done`,
  foreground: 'sleep 300',
  'TERM handler that escapes': `trap 'setsid sleep 300 & exit' TERM; while :; do sleep 0.1; done`,
  'double fork': `(setsid sh -c '(sleep 300 &) ; exit' &) ; sleep 300`,
};

for (const [name, script] of Object.entries(HOSTILE)) {
  test(`abort leaves nothing of: ${name}`, options, async (t) => {
    const folder = await tempFolder(t);
    const request = aCommand(folder, script);
    const abort = new AbortController();
    const running = aRunner(folder).start(request, undefined, abort.signal);
    await until(() => countTagged(request.tag) >= (name === 'foreground' ? 1 : 2));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const start = performance.now();
    abort.abort();
    assert.equal((await running.result).ended, 'aborted');
    assert.ok(performance.now() - start < 3000);
    assert.equal(countTagged(request.tag), 0);
  });
}

test('the time limit leaves nothing either', options, async (t) => {
  const folder = await tempFolder(t);
  const runner = aRunner(folder);
  const requests = Object.values(HOSTILE).map((script) => aCommand(folder, script, { timeLimit: 400 }));
  const results = await Promise.all(requests.map((request) => runner.start(request).result));
  assert.deepEqual(new Set(results.map(({ ended }) => ended)), new Set(['time-limit']));
  assert.deepEqual(
    requests.map(({ tag }) => countTagged(tag)),
    requests.map(() => 0),
  );
});

test('cancels at random moments leave nothing', options, async (t) => {
  const folder = await tempFolder(t);
  const runner = aRunner(folder);
  const scripts = Object.values(HOSTILE);
  const tag = `random-${Math.random()}`;
  const cancelOne = async (index: number): Promise<void> => {
    const running = runner.start(aCommand(folder, scripts[index % scripts.length]!, { tag: `${tag}-${index}` }));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    await running.stop();
    assert.equal((await running.result).ended, 'aborted');
    assert.equal(countTagged(`${tag}-${index}`), 0);
  };
  for (let batch = 0; batch < 5; batch++) await Promise.all(Array.from({ length: 8 }, (_, index) => cancelOne(batch * 8 + index)));
});

test('stopping one command spares the others of its run; the sweep of the run ends them', options, async (t) => {
  const folder = await tempFolder(t);
  const runner = aRunner(folder);
  const server = aCommand(folder, 'sleep 300');
  const running = runner.start(server);
  const other = runner.start({ ...server, command: { shell: 'setsid sleep 300 & sleep 300' } });
  await until(() => countTagged(server.tag) >= 3);
  await other.stop();
  assert.ok(countTagged(server.tag) >= 1);
  assert.equal(await runner.sweep(server.tag), 0);
  assert.equal((await running.result).ended, 'aborted');
  assert.equal(countTagged(server.tag), 0);
});

test('a sweep finds what a host that is gone has left, and only the exact tag', options, async (t) => {
  const folder = await tempFolder(t);
  const tag = `left-${Math.random()}`;
  const start = (environment: NodeJS.ProcessEnv): number => {
    const child = spawn('sleep', ['300'], { env: { PATH: process.env['PATH'], ...environment }, detached: true, stdio: 'ignore' });
    t.after(() => child.kill('SIGKILL'));
    child.unref();
    return child.pid!;
  };
  const orphan = start({ ROTA_RUN: tag });
  const bystanders = [start({ ROTA_RUN: `${tag}1` }), start({ NOT_ROTA_RUN: tag }), start({ NOTE: `x ROTA_RUN=${tag}` })];
  assert.equal(await aRunner(folder).sweep(tag), 0);
  assert.equal(countTagged(tag), 0);
  await until(() => !existsSync(`/proc/${orphan}`));
  for (const id of bystanders) assert.ok(process.kill(id, 0));
});

test('a process that cleared its environment goes with its group or its parent', options, async (t) => {
  const folder = await tempFolder(t);
  const runner = aRunner(folder);
  const request = aCommand(
    folder,
    `env -i /bin/sh -c 'echo $$; exec sleep 300' & (sh -c 'env -i setsid sh -c "echo \\$\\$; exec sleep 300"; :' &); sleep 300`,
  );
  const running = runner.start(request);
  await until(() => running.readOutput(0).text.split('\n').length >= 3);
  await running.stop();
  const ids = running.readOutput(0).text.match(/^\d+$/gm) ?? [];
  assert.equal(ids.length, 2);
  for (const id of ids) {
    // Its new parent may take a moment to bury it.
    await until(() => !existsSync(`/proc/${id}`));
  }
});
