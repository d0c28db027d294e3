import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { ToolError } from '../../../../src/core/base/errors.ts';
import { isSecretPath } from '../../../../src/core/rules/secretPaths.ts';
import type { ListOptions, SearchQuery, WorkArea } from '../../../../src/core/tools/workArea.ts';
import { openNodeWorkArea } from '../../../../src/node/nodeWorkArea.ts';
import { tempFolder, writeFiles } from '../../../support/tempFolder.ts';

const never = new AbortController().signal;
const at = (place: string): { root: string; path: string } => ({ root: 'app', path: place });

async function area(context: TestContext, files: Record<string, string | Uint8Array>): Promise<{ work: WorkArea; root: string }> {
  const root = path.join(await tempFolder(context), 'app');
  await mkdir(root);
  await writeFiles(root, files);
  return { work: await openNodeWorkArea({ roots: [{ name: 'app', folder: root }], trash: path.join(root, '../trash') }), root };
}

async function names(work: WorkArea, folder = '', options: Partial<ListOptions> = {}): Promise<string[]> {
  const { entries } = await work.list(at(folder), { depth: 20, limit: 1000, ...options }, never);
  return entries.map((entry) => (entry.kind === 'folder' ? `${entry.path}/` : entry.path));
}

async function search(work: WorkArea, text: string, options: Partial<SearchQuery> = {}, folder = ''): Promise<string[]> {
  const { matches } = await work.search(
    at(folder),
    { text, regex: false, caseSensitive: false, maxMatches: 100, skip: isSecretPath, ...options },
    never,
  );
  return matches.map((match) => `${match.path}:${match.line}:${match.text}`);
}

test('a folder is listed by name, hidden files too, without what Git and Rota keep for themselves', async (context) => {
  const files = {
    'b.ts': '12345',
    'a/z.ts': '',
    'a/b/c.ts': '',
    '.hidden': '',
    '.git/config': '',
    'sub/.git/HEAD': '',
    'node_modules/x/i.js': '',
    'a/node_modules/y': '',
    '.rota/local/db': '',
    '.rota/agents.yml': '',
  };
  const { work, root } = await area(context, files);
  await symlink('a', path.join(root, 'link'));
  await symlink('..', path.join(root, 'a/up'));
  const expected = ['.hidden', '.rota/', '.rota/agents.yml', 'a/', 'a/b/', 'a/b/c.ts', 'a/up', 'a/z.ts', 'b.ts', 'link', 'sub/'];
  assert.deepEqual(await names(work), expected);
  assert.deepEqual(await names(work, '', { includeIgnored: true }), expected);
  assert.deepEqual(await names(work, '', { depth: 1 }), ['.hidden', '.rota/', 'a/', 'b.ts', 'link', 'sub/']);
  assert.deepEqual(await names(work, 'a', { depth: 1 }), ['a/b/', 'a/up', 'a/z.ts']);
  assert.deepEqual(await names(work, 'node_modules/x'), ['node_modules/x/i.js']);
  const { entries, truncated } = await work.list(at(''), { depth: 20, limit: 3 }, never);
  assert.deepEqual([entries.length, truncated], [3, true]);
  const whole = await work.list(at(''), { depth: 20, limit: expected.length }, never);
  assert.equal(whole.truncated, false);
  assert.deepEqual(
    whole.entries.filter(({ path: place }) => ['a', 'b.ts', 'link'].includes(place)),
    [
      { path: 'a', kind: 'folder', size: 0 },
      { path: 'b.ts', kind: 'file', size: 5 },
      { path: 'link', kind: 'other', size: 0 },
    ],
  );
  for (const place of ['.git', '.rota/local', 'missing', 'b.ts', 'link', 'sub/.git'])
    await assert.rejects(work.list(at(place), { depth: 1, limit: 9 }, never), ToolError, place);
});

test('nested ignore files hide what they hide from Git', async (context) => {
  const rules = {
    '.gitignore': '*.log\n/build\n!keep.log\ndocs/*\n!docs/ours/\n**/cache/\n\\#odd\n',
    'lib/.gitignore': '!debug.log\n/local\n*.gen.ts\n',
    'lib/deep/.gitignore': '!a.gen.ts\r\n',
  };
  const files = [
    'a.log',
    'keep.log',
    'build/x',
    'src/build/x',
    'docs/a',
    'docs/ours/b',
    'lib/debug.log',
    'lib/other.log',
    'lib/local',
    'lib/sub/local',
    'lib/b.gen.ts',
    'lib/deep/a.gen.ts',
    'lib/deep/b.gen.ts',
    'x/cache/y',
    'cache',
    '#odd',
  ];
  const { work, root } = await area(context, { ...rules, ...Object.fromEntries(files.map((name) => [name, 'needle'])) });
  execFileSync('git', ['init', '-q'], { cwd: root });
  const expected = execFileSync('git', ['ls-files', '-o', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).trim().split('\n').sort();
  assert.deepEqual((await names(work)).filter((name) => !name.endsWith('/')).sort(), expected);
  assert.deepEqual(await names(work, 'lib/deep'), ['lib/deep/.gitignore', 'lib/deep/a.gen.ts']);
  assert.deepEqual(await names(work, 'build'), ['build/x']);
  assert.deepEqual(
    (await search(work, 'NEEDLE')).map((line) => line.split(':')[0]).sort(),
    expected.filter((name) => !name.endsWith('.gitignore')),
  );
  assert.deepEqual(await search(work, 'needle', {}, 'lib/deep'), ['lib/deep/a.gen.ts:1:needle']);
});

test('globs count from the workspace or from the folder asked for, and names without a slash count anywhere', async (context) => {
  const { work } = await area(context, {
    'src/a.ts': '',
    'src/b/c.ts': '',
    'src/b/d.js': '',
    'src/(app)/[id].ts': '',
    'test/a.ts': '',
    'c++.h': '',
  });
  const cases: [string, string, string[]][] = [
    ['', '*.ts', ['src/(app)/[id].ts', 'src/a.ts', 'src/b/c.ts', 'test/a.ts']],
    ['', 'src/*.ts', ['src/a.ts']],
    ['src', '**/*.{js,ts}', ['src/(app)/[id].ts', 'src/a.ts', 'src/b/c.ts', 'src/b/d.js']],
    ['src', 'b/*', ['src/b/c.ts', 'src/b/d.js']],
    ['src', './src/b/[a-c].ts', ['src/b/c.ts']],
    ['', 'src/(app)/*', ['src/(app)/[id].ts']],
    ['', 'c++.h', ['c++.h']],
    ['', '[!a].js', ['src/b/d.js']],
  ];
  for (const [folder, glob, expected] of cases) assert.deepEqual(await names(work, folder, { glob }), expected, glob);
  for (const glob of ['../*', '/etc/*', 'a\0', '..']) assert.deepEqual(await names(work, '', { glob }), [], glob);
});

test('hostile globs and ignore files end soon', async (context) => {
  const long = 'a'.repeat(200);
  const { work } = await area(context, { [`${long}/${long}/${long}`]: 'x', '.gitignore': `${'*a'.repeat(40)}b\n` });
  for (const glob of [
    '(a+)+b',
    '+(a|aa)+b',
    '*a*a*a*ab',
    '{a,b}{a,b}{a,b}{a,b}',
    '[a]+[a]+b',
    '@(a|a)',
    '!(a*)*',
    '{1..9999999}',
    '[[[[',
    '{{{{',
    '**/**/**/**a/b',
  ]) {
    await names(work, '', { glob });
    await search(work, 'x', { include: glob });
  }
});

test('a search finds text line by line, skips binary, large and secret files and cuts long lines', async (context) => {
  const files = {
    'a.ts': 'one\r\ntwo Needle.\nthree\nneedle',
    'b.bin': 'needle\0',
    'large.txt': `needle\n${'x'.repeat(2 * 1024 * 1024)}`,
    '.env': 'needle=1',
    'keys/server.pem': 'needle',
    'long.txt': `${'y'.repeat(5000)}needle${'z'.repeat(5000)}`,
  };
  const { work, root } = await area(context, files);
  await symlink('a.ts', path.join(root, 'link.ts'));
  const found = await search(work, 'needle');
  assert.deepEqual(found.slice(0, 2), ['a.ts:2:two Needle.', 'a.ts:4:needle']);
  assert.match(found[2] ?? '', /^long\.txt:1:….*needle.*…$/);
  assert.ok(found.length === 3 && (found[2]?.length ?? 0) < 330);
  assert.deepEqual(await search(work, 'Needle', { caseSensitive: true }), ['a.ts:2:two Needle.']);
  assert.deepEqual(await search(work, 'e.$'), []);
  assert.deepEqual(await search(work, 'needle', { include: 'b.*' }), []);
  assert.deepEqual(
    await work.search(at(''), { text: 'needle', regex: false, caseSensitive: false, maxMatches: 1, skip: isSecretPath }, never),
    { matches: [{ path: 'a.ts', line: 2, text: 'two Needle.' }], truncated: true },
  );
  assert.deepEqual(await search(work, 'two Needle.\nthree'), []);
  assert.deepEqual(await search(work, 'needle', {}, 'a.ts'), found.slice(0, 2));
});

test('a pattern is searched in its own thread; one that cannot be read or never ends is refused', { timeout: 30_000 }, async (context) => {
  const { work } = await area(context, { 'a.ts': `const x = 12;\nlet ÿ = "é";\n${'a'.repeat(60)}!`, 'b.ts': 'const y = 3;' });
  assert.deepEqual(await search(work, '^const \\w = \\d+;$', { regex: true }), ['a.ts:1:const x = 12;', 'b.ts:1:const y = 3;']);
  assert.deepEqual(await search(work, 'CONST Y', { regex: true, caseSensitive: true }), []);
  assert.deepEqual(await search(work, '\\p{L} = "\\p{Ll}"', { regex: true }), ['a.ts:2:let ÿ = "é";']);
  await assert.rejects(search(work, '(', { regex: true }), { name: 'ToolError', message: /is wrong/ });
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 50);
  context.after(() => clearInterval(turning));
  await assert.rejects(search(work, '(a+)+$', { regex: true }), { name: 'ToolError', message: /takes too long/ });
  assert.ok(turns > 20, `the host went on working meanwhile: ${turns} turns`);
  const abort = new AbortController();
  const hanging = work.search(at(''), { text: '(a+)+$', regex: true, caseSensitive: true, maxMatches: 5 }, abort.signal);
  setTimeout(() => abort.abort(), 300);
  await assert.rejects(hanging, { name: 'AbortError' });
});

test('texts that look like options, commands or paths are only texts', async (context) => {
  const odd = [
    '-rf',
    '--files',
    '$(touch x)',
    '`touch x`',
    '; touch x',
    '| touch x',
    '-e',
    '../x',
    '\\',
    '.*',
    '[',
    '(?<a',
    '{1,2}',
    '\u202e',
    '%s%n',
    '*',
    '/',
  ];
  const { work } = await area(context, { 'a.txt': odd.join('\n') });
  for (const text of odd) {
    const found = await search(work, text, { caseSensitive: true });
    assert.ok(
      found.some((line) => line.endsWith(`:${text}`)),
      JSON.stringify(text),
    );
  }
});

test('listing and searching a huge folder stop when they are told to', async (context) => {
  const { work, root } = await area(context, {});
  await mkdir(path.join(root, 'many'));
  await Promise.all(Array.from({ length: 3000 }, (_, index) => writeFile(path.join(root, 'many', `${index}.txt`), 'text')));
  for (const act of [
    (signal: AbortSignal) => work.list(at(''), { depth: 9, limit: 1e6 }, signal),
    (signal: AbortSignal) => work.search(at(''), { text: 'absent', regex: false, caseSensitive: true, maxMatches: 9 }, signal),
  ]) {
    const abort = new AbortController();
    const acting = act(abort.signal);
    setTimeout(() => abort.abort(), 10);
    await assert.rejects(acting, { name: 'AbortError' });
    await assert.rejects(act(AbortSignal.abort()), { name: 'AbortError' });
  }
  assert.equal((await work.list(at('many'), { depth: 1, limit: 5000 }, never)).entries.length, 3000);
});
