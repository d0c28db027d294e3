import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { tempFolder, writeFiles } from '../../support/tempFolder.ts';

/** A repository in small: its npm only records that it was called, and installs what the lock file asks for. */
async function aRepository(context: TestContext, pinned: string): Promise<string> {
  const folder = await tempFolder(context);
  const lock = JSON.stringify({ packages: { '': {}, 'node_modules/node': { version: pinned, integrity: 'a' } } });
  await writeFiles(folder, {
    'package-lock.json': lock,
    'npm.js': `import fs from 'node:fs';
      console.log('npm talks');
      fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
      fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');`,
    'package.json': '{ "type": "module" }',
    'main.ts': "const args: string[] = process.argv.slice(2);\nconsole.log(args.join('|'));\nprocess.exitCode = Number(args[0]);",
    'wait.ts': "process.on('SIGTERM', () => process.exit(7));\nconsole.log('ready');\nsetTimeout(() => undefined, 60_000);",
  });
  await cp(join(import.meta.dirname, '../../../scripts/bootstrap.mjs'), join(folder, 'scripts/bootstrap.mjs'));
  await mkdir(join(folder, 'node_modules/node/bin'), { recursive: true });
  await symlink(process.execPath, join(folder, 'node_modules/node/bin/node'));
  return folder;
}

function start(folder: string, ...args: string[]): ChildProcess {
  const env = { ...process.env, npm_execpath: join(folder, 'npm.js') };
  return spawn(process.execPath, [join(folder, 'scripts/bootstrap.mjs'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function runToEnd(folder: string, ...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = start(folder, ...args);
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, ...said };
}

for (const [how, pinned] of [
  ['in this process', process.versions.node],
  ['in a process of the pinned Node', '0.0.1'],
] as const) {
  test(`installs what is missing once, then runs the script ${how}`, async (context) => {
    const folder = await aRepository(context, pinned);

    const first = await runToEnd(folder, 'main.ts', '3', 'a b', '--json');
    assert.deepEqual({ code: first.code, stdout: first.stdout }, { code: 3, stdout: '3|a b|--json\n' });
    assert.match(first.stderr, /^Installing dependencies .*\n/);

    const second = await runToEnd(folder, 'main.ts', '0');
    assert.deepEqual(second, { code: 0, stdout: '0\n', stderr: '' });
    assert.equal((await readFile(join(folder, 'npm-calls'), 'utf8')).split('\n').length, 2);
  });
}

test('installs again when the lock file asks for something else', async (context) => {
  const folder = await aRepository(context, '0.0.1');
  await runToEnd(folder, 'main.ts', '0');
  const changed = JSON.stringify({
    packages: { 'node_modules/node': { version: '0.0.1', integrity: 'a' }, 'node_modules/new': { version: '1.0.0' } },
  });
  await writeFile(join(folder, 'package-lock.json'), changed);
  assert.match((await runToEnd(folder, 'main.ts', '0')).stderr, /^Installing/);
});

test('does not miss an optional package of another platform', async (context) => {
  const folder = await aRepository(context, '0.0.1');
  await runToEnd(folder, 'main.ts', '0');
  const wanted = {
    packages: {
      'node_modules/node': { version: '0.0.1', integrity: 'a' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(wanted));
  assert.equal((await runToEnd(folder, 'main.ts', '0')).stderr, '');
});

test('says what to do when the installation fails', async (context) => {
  const folder = await aRepository(context, '0.0.1');
  await writeFile(join(folder, 'npm.js'), 'process.exit(5);');
  const { code, stdout, stderr } = await runToEnd(folder, 'main.ts', '0');
  assert.deepEqual({ code, stdout }, { code: 5, stdout: '' });
  assert.match(stderr, /could not be installed.*"npm ci"/);
});

test('passes SIGTERM on and ends with the exit code of the script', async (context) => {
  const folder = await aRepository(context, '0.0.1');
  const child = start(folder, 'wait.ts');
  assert.ok(child.stdout);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'close'), [7, null]);
});

test('ends with 128 and the number of the signal that killed the script', async (context) => {
  const folder = await aRepository(context, '0.0.1');
  await writeFile(join(folder, 'main.ts'), "process.kill(process.pid, 'SIGKILL');");
  assert.equal((await runToEnd(folder, 'main.ts')).code, 137);
});
