import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { ToolError } from '../../../../src/core/base/errors.ts';
import type { WorkPath } from '../../../../src/core/model/effect.ts';
import { parseWorkPath } from '../../../../src/core/tools/workPaths.ts';
import { openNodeWorkArea } from '../../../../src/node/nodeWorkArea.ts';
import { tempFolder, writeFiles } from '../../../support/tempFolder.ts';

const CANARY = 'outside: nobody may read or change this';

/** Every way we know of writing a path that somebody took for an inner one. */
function spellings(folder: string): string[] {
  const targets = ['outside/canary.txt', 'app2/canary.txt', 'outside/new.txt', 'outside'];
  const ups = [
    '..',
    '../',
    './..',
    'src/../..',
    'src/../../',
    'missing/../..',
    'src/deep/../../..',
    'door/..',
    './/..',
    '../app/..',
    'src/./.././..',
  ];
  const doors = [
    'door',
    'door/.',
    'chain',
    'chain2',
    'src/door',
    'dangling',
    'loop',
    'loop/loop2',
    'absolute',
    'DOOR',
    'src/../door',
    'file-door',
    'up',
    'up/..',
    'hop',
  ];
  const ends = ['canary.txt', 'new.txt', 'deep/new.txt', '', './canary.txt', '../outside/canary.txt', 'x/../canary.txt'];
  const starts = [
    '',
    './',
    '/',
    '//',
    folder,
    `${folder}/app`,
    `${folder}/app/../`,
    'file://',
    '~/',
    'C:',
    'C:/',
    '//?/',
    '//./',
    '//localhost/',
    'app/',
  ];
  const twists: ((text: string) => string)[] = [
    (text) => text,
    (text) => text.replaceAll('/', '\\'),
    (text) => text.replaceAll('/', '//'),
    (text) => `${text}/`,
    (text) => `${text}/.`,
    (text) => `${text}\0.ts`,
    (text) => text.replaceAll('..', '%2e%2e'),
    (text) => text.replaceAll('..', '.. '),
    (text) => text.replaceAll('..', '...'),
    (text) => text.toUpperCase(),
    (text) => ` ${text}`,
    (text) => `${text} `,
    (text) => text.replaceAll('/', '\u2215'),
    (text) => text.replaceAll('..', '\uff0e\uff0e'),
    (text) => `${text}::$DATA`,
    (text) => `${text}\n`,
    (text) => text.replace('/', '/./././'),
  ];
  const plain = [
    ...ups.flatMap((up) => targets.map((target) => `${up}/${target}`)),
    ...doors.flatMap((door) => ends.map((end) => `${door}/${end}`)),
    ...starts.flatMap((start) =>
      targets.flatMap((target) => [`${start}${target}`, `${start}/../${target}`, `${start}/door/../../${target}`]),
    ),
    ...doors,
  ];
  return [...new Set(plain.flatMap((each) => twists.map((twist) => twist(each))))];
}

/** Some at once, as agents do. */
async function forEachAtOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const item of rest) await act(item);
    }),
  );
}

for (const holding of process.platform === 'linux' ? (['descriptor', 'path'] as const) : (['path'] as const)) {
  test(`thousands of spellings read and write nothing outside (held by ${holding})`, {
    skip: process.platform === 'win32',
  }, async (context) => {
    const folder = await tempFolder(context);
    const app = path.join(folder, 'app');
    await writeFiles(folder, { 'outside/canary.txt': CANARY, 'app2/canary.txt': CANARY, 'app/src/deep/a.ts': 'inside' });
    const links = {
      door: '../outside',
      chain: 'door',
      chain2: 'chain',
      'src/door': '../../outside',
      dangling: '../outside/new.txt',
      loop: 'loop2',
      loop2: 'loop',
    };
    const more = { absolute: path.join(folder, 'outside'), 'file-door': '../outside/canary.txt', up: '..', hop: '../app2' };
    for (const [name, target] of Object.entries({ ...links, ...more })) await symlink(target, path.join(app, name));
    await mkdir(path.join(folder, 'trash'));
    const work = await openNodeWorkArea({
      roots: [{ name: 'app', folder: app }],
      trash: path.join(folder, 'trash'),
      descriptors: holding === 'descriptor',
    });
    const all = spellings(folder);
    let refused = 0;
    const places = new Map<string, WorkPath>();
    await forEachAtOnce(all, async (spelling) => {
      try {
        const place = await work.resolve(spelling);
        places.set(place.path, place);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        refused += 1;
      }
      // Nobody but `resolve` makes places; one made by hand is not trusted either.
      places.set(path.posix.normalize(spelling), { root: 'app', path: path.posix.normalize(spelling) });
      places.set(spelling, { root: 'app', path: spelling });
    });
    let written = 0;
    await forEachAtOnce([...places.values()], async (place) => {
      try {
        const before = await work.read(place);
        assert.notEqual(Buffer.from(before?.bytes ?? []).toString(), CANARY, place.path);
        await work.apply({ at: place, baseHash: before?.hash ?? null, after: Buffer.from('written by the agent') });
        written += 1;
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
      }
    });
    assert.ok(written > 100);
    context.diagnostic(`${all.length} spellings, ${refused} refused, ${places.size} places, ${written} written`);
    assert.ok(all.length >= 2000 && refused > 1000 && refused < all.length, `${all.length} spellings, ${refused} refused`);
    for (const place of ['outside', 'app2']) assert.deepEqual(await readdir(path.join(folder, place)), ['canary.txt']);
    for (const place of ['outside', 'app2']) assert.equal(await readFile(path.join(folder, place, 'canary.txt'), 'utf8'), CANARY);
    assert.deepEqual((await readdir(folder)).sort(), ['app', 'app2', 'outside', 'trash']);
  });
}

const app = { name: 'app', folders: ['/code/app', '/link/app'] };
const lib = { name: 'lib', folders: ['/code/app/lib'] };

test('the accepted spellings of a path', () => {
  const parsed = (text: string): string => {
    const { root, names } = parseWorkPath(text, { roots: [app, lib], windows: false });
    return `${root.name}:${names.join('/')}`;
  };
  const cases = {
    'src/a.ts': 'app:src/a.ts',
    './src//a.ts/': 'app:src/a.ts',
    '.': 'app:',
    '': 'app:',
    'src\\a.ts': 'app:src/a.ts',
    'lib/x': 'lib:x',
  };
  const absolute = {
    '/code/app/x': 'app:x',
    '/link/app/x': 'app:x',
    '/code/app/lib/x': 'lib:x',
    '/code/app': 'app:',
    'aux.c': 'app:aux.c',
  };
  for (const [text, expected] of Object.entries({ ...cases, ...absolute, '..x/y': 'app:..x/y', '~$a.docx': 'app:~$a.docx' })) {
    assert.equal(parsed(text), expected, text);
  }
});

test('spellings that make no sense are refused, and Windows refuses what it would take for something else', () => {
  const everywhere = [
    '../x',
    'a/../../x',
    'a/../b',
    '/etc/passwd',
    '/code/app2/x',
    '/code',
    '//server/x',
    '\\\\server\\x',
    '~/x',
    '~root/x',
    '~',
    'file:///code/app/x',
    'https://a/b',
    'a\0',
    'a\tb',
    'C:x',
    '\ud800',
    'x'.repeat(300),
    '/code/app/../x',
  ];
  for (const windows of [false, true]) {
    for (const text of [...everywhere, ...(windows ? [] : ['C:/code/app/x'])])
      assert.throws(() => parseWorkPath(text, { roots: [app], windows }), ToolError, `${JSON.stringify(text)} ${windows}`);
  }
  const drive = { name: 'app', folders: ['C:\\Work\\App'] };
  const devices = [
    'nul',
    'CON.txt',
    'src/aux',
    'com1',
    'LPT9.log',
    'a.ts::$DATA',
    'a.ts:x',
    'src./a',
    'a.ts ',
    'a?',
    'D:/Work/App/x',
    '\\\\?\\C:\\Work\\App\\x',
    'C:a',
  ];
  for (const text of devices) assert.throws(() => parseWorkPath(text, { roots: [drive], windows: true }), ToolError, text);
  assert.deepEqual(parseWorkPath('c:\\work\\app\\Src\\a.ts', { roots: [drive], windows: true }).names, ['Src', 'a.ts']);
});
