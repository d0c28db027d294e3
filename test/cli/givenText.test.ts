import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'node:test';
import { textOrFile } from '../../src/cli/givenText.ts';
import { Comment, Task } from '../../src/core/model/task.ts';
import { builtCommandLine } from '../support/builtCommandLine.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

const utf16le = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();

const described = async ({ json, folder }: Workspace, bytes: Uint8Array): Promise<string> => {
  writeFileSync(join(folder, 'given.txt'), bytes);
  return Task.parse(await json('task', 'add', 'x', '-d', '@given.txt')).description;
};

test('a file in UTF-16 or with a byte order mark is given as the text that it is', async (t) => {
  const workspace = await createWorkspace(t);
  const text = 'Grüße, 看板 🎉\r\nline two\n';
  for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), utf16le(text), utf16be(text)])
    assert.equal(await described(workspace, bytes), text);
  assert.equal(await described(workspace, Buffer.from([0xef, 0xbb, 0xbf])), '');
  assert.equal(await described(workspace, Buffer.from('zero \0 stays')), 'zero \0 stays');
  writeFileSync(join(workspace.folder, 'payload.json'), utf16le('{"a":"ü"}'));
  assert.deepEqual(Task.parse(await workspace.json('task', 'add', 'x', '--payload', '@payload.json')).payload, { a: 'ü' });
  assert.equal(Comment.parse(await workspace.json('task', 'comment', '1', '@given.txt')).text, 'zero \0 stays');
});

test('a file that is no text, too long or no file is refused with a sentence, and nothing is added', async (t) => {
  const { quick, folder } = await createWorkspace(t);
  await quick('init');
  const file = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
  file('latin1', Buffer.from('café', 'latin1'));
  file('utf16', utf16le('no mark').subarray(2));
  file('cut', utf16le('half').subarray(0, -1));
  file('utf32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]));
  file('huge', Buffer.alloc(0));
  truncateSync(join(folder, 'huge'), 2 ** 40);
  mkdirSync(join(folder, 'folder'));
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe')]);
  const refused: [string, RegExp][] = [
    ['latin1', /latin1: it is not UTF-8 text\. Save it as UTF-8 and try again\./],
    ['utf16', /looks like UTF-16 text without a byte order mark\. Save it as UTF-8/],
    ['cut', /damaged UTF-16 text\. Save it as UTF-8/],
    ['utf32', /UTF-32 text\. Save it as UTF-8/],
    ['huge', /longer than 4194304 bytes/],
    ['folder', /not a regular file/],
    ...(process.platform === 'win32'
      ? []
      : ([
          ['pipe', /not a regular file\. What a program writes is given as @-/],
          ['/dev/zero', /not a regular file/],
        ] as [string, RegExp][])),
  ];
  for (const [name, said] of refused) {
    for (const args of [
      ['task', 'add', 'x', '-d', `@${name}`],
      ['task', 'add', 'x', '--payload', `@${name}`],
    ]) {
      const { code, stdout, stderr } = await quick(...args);
      assert.deepEqual([code, stdout], [2, ''], name);
      assert.match(stderr, said, name);
    }
  }
  assert.match((await quick('task', 'list')).stderr, /No cards/);
});

test('a pipe that a shell made is refused as what it is', { skip: process.platform === 'win32' ? 'needs bash' : false }, async (t) => {
  const { folder, data } = await createWorkspace(t);
  const main = await builtCommandLine();
  const { status, stderr } = spawnSync('bash', ['-c', '"$0" "$1" task add x -d @<(echo text)', process.execPath, main], {
    cwd: folder,
    env: { ...process.env, ROTA_DATA_DIR: data },
    encoding: 'utf8',
  });
  assert.deepEqual([status, /not a regular file\. What a program writes is given as @-/.test(stderr)], [2, true], stderr);
});

test('standard input is decoded the same way, and has an end', async () => {
  const given = (stdin: Readable): Promise<string> =>
    textOrFile('@-', { stdin, stdout: process.stdout, stderr: process.stderr, env: {}, folder: '/' });
  const bytes = utf16le('in two pieces');
  assert.equal(await given(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)])), 'in two pieces');
  await assert.rejects(given(Readable.from([Buffer.from([0xe9])])), { code: 'invalid', message: /standard input: it is not UTF-8 text/ });
  function* endless(): Generator<Buffer> {
    for (;;) yield Buffer.alloc(2 ** 20, 'x');
  }
  await assert.rejects(given(Readable.from(endless())), { code: 'invalid', message: /longer than 4194304 bytes/ });
});

test('carriage returns are shown as lines, in a description and in comments', async (t) => {
  const workspace = await createWorkspace(t);
  await described(workspace, Buffer.from('first line\rsecond\rthird'));
  await workspace.quick('task', 'comment', '1', 'rm -rf ~\rharmless\r\nlast');
  const { stdout } = await workspace.quick('task', 'show', '1');
  assert.match(stdout, /^ {2}first line\n {2}second\n {2}third$/m);
  assert.match(stdout, /^ {2}rm -rf ~\n {2}harmless\n {2}last$/m);
});
