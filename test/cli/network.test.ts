import assert from 'node:assert/strict';
import test from 'node:test';
import { createWorkspace } from '../support/rotaProcess.ts';

const environment = {
  HTTPS_PROXY: 'http://ada:a-pass%24word@proxy.example:3128',
  ALL_PROXY: 'socks5://ada:a-pass%24word@socks.example',
  SSL_CERT_FILE: '/nowhere/all.pem',
};

test('doctor names the way to the network that the environment says, without a password', async (t) => {
  const { quick, json } = await createWorkspace(t, environment);
  const { stdout } = await quick('doctor');
  assert.match(stdout, /OK {2}Network\n {2}Models elsewhere are asked through http:\/\/proxy\.example:3128 \(HTTPS_PROXY\)/);
  assert.match(stdout, /Warning {2}Network\n {2}ALL_PROXY names socks5:\/\/socks\.example, which is no http or https proxy/);
  assert.match(stdout, /Warning {2}Network\n {2}SSL_CERT_FILE names \/nowhere\/all\.pem, where no certificate can be read/);
  assert.doesNotMatch(stdout + JSON.stringify(await json('doctor')), /a-pass/);
});

test('a command gets the proxy as it is, and its password is masked in all that is shown and recorded', async (t) => {
  const workspace = await createWorkspace(t, environment);
  const command = 'echo $HTTPS_PROXY $ALL_PROXY; test -n "$HTTPS_PROXY"';
  const script = workspace.script({ Look: [{ toolCalls: [{ name: 'run_command', arguments: { command } }] }, { text: 'Done.' }] });
  await workspace.quick('agent', 'add', 'coder', '--script', script);
  await workspace.quick(
    'task',
    'add',
    'Look',
    '--check',
    'echo "$HTTPS_PROXY"; test "$HTTPS_PROXY" = "http://ada:a-pass%24word@proxy.example:3128"',
    '--queue',
  );
  const { stdout, stderr } = await workspace.quick('task', 'execute', '--allow', `run:${command}`);
  const shown = [
    stdout,
    stderr,
    (await workspace.quick('run', 'show', '1')).stdout,
    JSON.stringify(await workspace.json('task', 'show', '1')),
  ].join('\n');
  assert.match(shown, /http:\/\/\[masked\]proxy\.example:3128/);
  assert.match(shown, /exit code 0/);
  assert.doesNotMatch(shown.replaceAll('= \\"http://ada:a-pass%24word@', ''), /a-pass/);
});
