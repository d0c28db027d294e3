import assert from 'node:assert/strict';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { NodeProcessRunner } from '../../../src/node/nodeProcessRunner.ts';
import { aCommand, aRunner } from '../../support/processes.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const SECRETS = [
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'ROTA_API_KEY',
  'OLLAMA_API_KEY',
  'GEMINI_API_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'NPM_TOKEN',
  'NODE_AUTH_TOKEN',
  'SSH_AUTH_SOCK',
  'DATABASE_URL',
  'PGPASSWORD',
  'KUBECONFIG',
  'AZURE_CLIENT_SECRET',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'DOCKER_AUTH_CONFIG',
  'STRIPE_SECRET_KEY',
  'SLACK_TOKEN',
  'VAULT_TOKEN',
  'MYSQL_PWD',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'VSCODE_IPC_HOOK',
  'BASH_ENV',
  'ENV',
  'NODE_OPTIONS',
  'LD_PRELOAD',
  'home_secret',
];

test('of thirty secrets in the host environment none is visible in any child', async (t) => {
  const folder = await tempFolder(t);
  const secrets = Object.fromEntries(SECRETS.map((name, index) => [name, `planted-secret-${index}`]));
  const host = { PATH: process.env['PATH'], ...secrets, LANG: 'C.UTF-8', LC_TIME: 'C', HOME: '/home/somebody' };
  const runner = aRunner(folder, host);
  for (const command of [{ shell: 'env; cat /proc/self/environ; sh -c env' }, { argv: ['env'] as const }]) {
    const { output, exitCode } = await runner.start({ ...aCommand(folder, ''), command }).result;
    assert.equal(exitCode, 0);
    assert.doesNotMatch(output, /planted-secret/);
    for (const expected of ['HOME=/home/somebody', 'LANG=C.UTF-8', 'LC_TIME=C', 'TERM=dumb', 'ROTA_RUN=test-'])
      assert.ok(output.includes(expected), expected);
  }
  const names = (await runner.start({ ...aCommand(folder, ''), command: { argv: ['env'] } }).result).output.match(/^[^=\n]+(?==)/gm);
  const allowed = /^(PATH|HOME|LANG|LC_\w+|TMPDIR|SHELL|TERM|ROTA_RUN|ROTA_PROCESS)$/;
  assert.deepEqual(
    names?.filter((name) => !allowed.test(name)),
    [],
  );
});

const REACHING: Readonly<Record<string, string>> = {
  HTTP_PROXY: 'http://proxy.example:3128',
  HTTPS_PROXY: 'http://ada:a-password@proxy.example:3128',
  NO_PROXY: 'localhost,.example',
  ALL_PROXY: 'socks5://proxy.example',
  http_proxy: 'http://lower.example',
  https_proxy: 'http://lower.example',
  no_proxy: '127.0.0.1',
  all_proxy: 'http://lower.example',
  SSL_CERT_FILE: '/certificates/all.pem',
  SSL_CERT_DIR: '/certificates',
  NODE_EXTRA_CA_CERTS: '/certificates/own.pem',
  REQUESTS_CA_BUNDLE: '/certificates/python.pem',
  CURL_CA_BUNDLE: '/certificates/curl.pem',
  GIT_SSL_CAINFO: '/certificates/git.pem',
  LANG: 'de_DE.UTF-8',
  LANGUAGE: 'de:en',
  LC_ALL: 'C',
  LC_NUMERIC: 'C',
  TZ: 'Asia/Kolkata',
};

test('the ways to the network, certificates, language and time of the person reach every child as they are', async (t) => {
  const folder = await tempFolder(t);
  const near = { HTTP_PROXY_PASSWORD: 'x', SSL_KEY_FILE: 'x', MY_NO_PROXY: 'x', NODE_EXTRA: 'x', TZDIR: 'x', LC: 'x' };
  const { output } = await aRunner(folder, { PATH: process.env['PATH'], ...REACHING, ...near }).start(aCommand(folder, 'env')).result;
  const lines = output.split('\n');
  for (const [name, value] of Object.entries(REACHING)) assert.ok(lines.includes(`${name}=${value}`), name);
  for (const name of Object.keys(near)) assert.ok(!lines.some((line) => line.startsWith(`${name}=`)), name);
});

test('CI is what the host has, unless the setting or the environment of commands says it', async (t) => {
  const folder = await tempFolder(t);
  const ciIn = async (host: NodeJS.ProcessEnv, options: { ci?: boolean; environment?: Record<string, string> }): Promise<string> => {
    const runner = new NodeProcessRunner({ roots: [folder], host: { PATH: process.env['PATH'], ...host }, ...options });
    return (await runner.start(aCommand(folder, 'echo "${CI-none}"')).result).output.trim();
  };
  assert.deepEqual(
    [
      await ciIn({}, {}),
      await ciIn({}, { ci: true }),
      await ciIn({ CI: 'true' }, {}),
      await ciIn({}, { ci: true, environment: { CI: 'false' } }),
      await ciIn({}, { environment: { CI: '1' } }),
    ],
    ['none', '1', 'true', 'false', '1'],
  );
});

test('what settings and the request add is there, but replaces neither tag nor the rules for PATH', async (t) => {
  const folder = await tempFolder(t);
  const runner = new NodeProcessRunner({ roots: [folder], environment: { JAVA_HOME: '/java', BOTH: 'settings' }, host: process.env });
  const request = aCommand(folder, 'echo $JAVA_HOME $BOTH $ROTA_RUN; echo $PATH', {
    environment: { BOTH: 'request', ROTA_RUN: 'forged', PATH: `${folder}:.::bin:/usr/bin:/bin` },
  });
  const { output } = await runner.start(request).result;
  assert.equal(output, `/java request ${request.tag}\n/usr/bin:/bin\n`);
});

async function plant(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '#!/bin/sh\necho PLANTED\n');
  await chmod(file, 0o755);
}

test('programs planted in the workspace never run in the place of real ones', async (t) => {
  const folder = await tempFolder(t);
  const outside = await tempFolder(t);
  const places = [folder, path.join(folder, 'node_modules/.bin')];
  for (const name of ['git', 'rg', 'node', 'bash', 'sh', 'bwrap', 'ls', 'env'])
    for (const place of places) await plant(path.join(place, name));
  await symlink(places[1]!, path.join(outside, 'link'));
  await mkdir(path.join(outside, 'bin'));
  for (const name of ['ls', 'env']) await symlink(path.join(folder, name), path.join(outside, 'bin', name));
  const PATH = [...places, '.', '', 'node_modules/.bin', path.join(outside, 'link'), path.join(outside, 'bin'), '/usr/bin', '/bin'].join(
    ':',
  );
  const runner = aRunner(folder, { ...process.env, PATH, SHELL: path.join(folder, 'bash') });
  for (const name of ['git', 'ls', 'env'] as const) {
    const { output, error } = await runner.start({ ...aCommand(folder, ''), command: { argv: [name, '--version'] } }).result;
    assert.doesNotMatch(`${output}${error}`, /PLANTED/);
  }
  const planted = await runner.start({ ...aCommand(folder, ''), command: { argv: ['bwrap-planted'] } }).result;
  assert.equal(planted.ended, 'not-started');
  const { output } = await runner.start(aCommand(folder, 'echo $0 $SHELL; bash --version; git --version; type -a bash')).result;
  assert.doesNotMatch(output, /PLANTED/);
  assert.ok(!output.includes(folder));
});

test('an empty PATH means the usual folders, never the working folder', async (t) => {
  const folder = await tempFolder(t);
  await plant(path.join(folder, 'ls'));
  for (const PATH of ['', '.', undefined]) {
    const { output } = await aRunner(folder, { PATH }).start(aCommand(folder, 'ls; echo $PATH')).result;
    assert.doesNotMatch(output, /PLANTED/);
    assert.match(output, /\/usr\/bin/);
  }
});

test('a workspace that holds the whole machine finds no program and says so', async (t) => {
  const folder = await tempFolder(t);
  const { ended, error } = await aRunner('/').start(aCommand(folder, 'true')).result;
  assert.equal(ended, 'not-started');
  assert.match(error ?? '', /No shell was found outside the workspace/);
});
