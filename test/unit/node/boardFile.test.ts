import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod';
import { BoardText, defaultBoard } from '../../../src/core/model/board.ts';
import { readBoard } from '../../../src/node/boardFile.ts';
import { LastLayout } from '../../../src/node/lastLayout.ts';
import { parseWrittenJson } from '../../../src/node/writtenJson.ts';
import { tempFolder, writeFiles, type Cleanup } from '../../support/tempFolder.ts';

const columns = [
  { name: 'Open', statuses: ['todo', 'queued', 'running', 'waiting', 'review'], drop: 'queued', limit: 5, exitGuard: 'checks-passed' },
  { name: 'Closed', statuses: ['done', 'failed', 'canceled'], drop: 'done' },
];

/** A workspace with a board of its own, and what this machine remembers of it. */
async function aPlace(t: Cleanup): Promise<{ rota: string; last: () => LastLayout; write: (text: string) => Promise<void>; data: string }> {
  const base = await tempFolder(t);
  const [rota, data] = [join(base, '.rota'), join(base, 'data')];
  mkdirSync(join(rota, 'local'), { recursive: true });
  writeFileSync(join(rota, 'local', 'store.json'), JSON.stringify({ store: 'a'.repeat(64) }));
  return { rota, data, last: () => new LastLayout(data, join(rota, 'local')), write: (text) => writeFiles(rota, { 'board.json': text }) };
}

test('what this Rota does not know in a board file is left out and named in one sentence, and all else holds', async (t) => {
  const { rota, last, write } = await aPlace(t);
  const [open, closed] = columns;
  const cases: [text: string, named: RegExp | undefined][] = [
    [JSON.stringify({ $schema: './board.schema.json', columns }), undefined],
    [`// our board\n{ "columns": /* two */ ${JSON.stringify(columns).replace(/\]$/, ',]')}, }`, undefined],
    [JSON.stringify({ columns, swimlanes: 'agent' }), /and all else in it holds: "swimlanes"\.$/],
    [
      JSON.stringify({ columns: [{ ...open, colour: 'red', limits: 3 }, closed], sla: { P7: '1h' }, theme: {} }),
      /"colour" of the column "Open", "limits" \(did you mean "limit"\?\) of the column "Open".*"P7".* of sla.*"theme"|"theme".*"colour"/,
    ],
    [JSON.stringify({ columns }).replace('{', '{"__proto__": {"limit": 1},'), /"__proto__"/],
  ];
  for (const [text, named] of cases) {
    await write(text);
    const { board, problem } = readBoard(rota, last());
    assert.deepEqual(board.columns, columns, text);
    assert.equal(board.unknownRules, undefined);
    if (named) assert.match(problem ?? '', named);
    else assert.equal(problem, undefined);
  }
});

test('while a board file cannot be read, the layout that was read last holds, also for the next process and in a renamed workspace', async (t) => {
  const { rota, last, write, data } = await aPlace(t);
  await write(JSON.stringify({ columns }));
  readBoard(rota, last());
  for (const text of [
    `{\n<<<<<<< HEAD\n"columns": ${JSON.stringify(columns)}\n=======\n"columns": []\n>>>>>>> theirs\n}`,
    '{ "columns": [',
    JSON.stringify({ columns: [...columns, columns[0]] }),
    JSON.stringify({ columns: columns.map((column) => ({ ...column, exitGuard: 'of-tomorrow' })) }),
  ]) {
    await write(text);
    const { board, problem } = readBoard(rota, last());
    assert.deepEqual(board.columns, columns);
    assert.equal(board.unknownRules, undefined);
    assert.match(
      problem ?? '',
      /board\.json is not usable: .*The columns and rules that were read last hold until you mend or remove the file/s,
    );
    assert.equal(readFileSync(join(rota, 'board.json'), 'utf8'), text, 'the file is never overwritten');
  }
  const [kept] = readdirSync(join(data, 'layouts'));
  assert.equal(kept, `${'a'.repeat(64)}.json`);
  if (process.platform !== 'win32') assert.equal(statSync(join(data, 'layouts', kept ?? '')).mode & 0o077, 0);
});

test('a board without its file has the usual columns and remembers no others', async (t) => {
  const { rota, last, write } = await aPlace(t);
  await write(JSON.stringify({ columns }));
  const inWindow = last();
  readBoard(rota, inWindow);
  rmSync(join(rota, 'board.json'));
  assert.deepEqual(readBoard(rota, inWindow), { board: defaultBoard, problem: undefined });
  await write('{');
  const { board, problem } = readBoard(rota, inWindow);
  assert.deepEqual(board.columns, defaultBoard.columns);
  assert.match(board.unknownRules ?? '', /no card is moved by hand/);
  assert.match(problem ?? '', /its rules are not known, no card is moved by hand/);
});

test('what is remembered is parsed anew, and may be damaged or unwritable', async (t) => {
  const { rota, last, write, data } = await aPlace(t);
  await write(JSON.stringify({ columns }));
  readBoard(rota, last());
  const file = join(data, 'layouts', `${'a'.repeat(64)}.json`);
  for (const text of ['{', '{"columns":[]}', 'x'.repeat(100)]) {
    writeFileSync(file, text);
    await write('{');
    assert.match(readBoard(rota, last()).board.unknownRules ?? '', /not known/);
  }
  rmSync(join(data, 'layouts'), { recursive: true });
  writeFileSync(join(data, 'layouts'), 'a file in the way');
  await write(JSON.stringify({ columns }));
  assert.deepEqual(readBoard(rota, last()), { board: { columns }, problem: undefined });
});

test('JSON as people write it is read in one pass, however hostile', () => {
  assert.deepEqual(parseWrittenJson('{"a": "// no comment, /* nor */ this", "b": "\\"}", /* but this */ "c": [1, 2, /* , */ ], }'), {
    value: { a: '// no comment, /* nor */ this', b: '"}', c: [1, 2] },
  });
  assert.deepEqual(parseWrittenJson('\uFEFF[1] // end'), { value: [1] });
  assert.match(parseWrittenJson('[1,,2]').problem ?? '', /not JSON/);
  assert.match(parseWrittenJson('{"a":1,"b":{"a":2,"\\u0061":3}}').problem ?? '', /line 1: "a" stands there twice/);
  const anchor = time(() => JSON.parse(JSON.stringify(Array.from({ length: 40_000 }, (_, at) => `text ${at}`))));
  for (const text of [
    ',/*'.repeat(80_000),
    '[' + ',\n//x'.repeat(50_000),
    '{"a":"' + '\\'.repeat(250_000),
    '/*'.repeat(120_000),
    '"'.repeat(250_001),
  ])
    assert.ok(time(() => parseWrittenJson(text)) < 400 * Math.max(anchor, 2), text.slice(0, 10));
});

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

test('the schema that the editor is given for board files is the one that Rota reads them with', () => {
  const root = join(import.meta.dirname, '../../..');
  const manifest = z
    .object({ contributes: z.object({ jsonValidation: z.array(z.object({ fileMatch: z.string(), url: z.string() })) }) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const [contribution] = manifest.contributes.jsonValidation;
  assert.equal(contribution?.fileMatch, '/.rota/board.json');
  const file = join(root, contribution.url);
  const schema = {
    title: 'The columns of a Rota board',
    allowComments: true,
    allowTrailingCommas: true,
    ...z.toJSONSchema(BoardText, { io: 'input', target: 'draft-7' }),
  };
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, text);
  assert.equal(readFileSync(file, 'utf8'), text, 'UPDATE_GOLDEN=1 writes it anew');
});

test('what is wrong fits into a sentence, also when everything is', async (t) => {
  const { rota, last, write } = await aPlace(t);
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`key${at}${'x'.repeat(at % 7)}`, 1]));
  for (const value of [{ ...many, columns }, { columns: [{ ...columns[0], statuses: Object.keys(many) }] }]) {
    await write(JSON.stringify(value));
    const { problem = '' } = readBoard(rota, last());
    assert.match(problem, /… and \d+ more/);
    assert.ok(problem.length < 3000, String(problem.length));
  }
});
