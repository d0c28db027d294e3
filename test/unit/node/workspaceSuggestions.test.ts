import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultBoard } from '../../../src/core/model/board.ts';
import { TaskStatus } from '../../../src/core/model/taskStatus.ts';
import { listSuggestedAgents, readSuggestedAgent } from '../../../src/node/agentFiles.ts';
import { readBoard } from '../../../src/node/boardFile.ts';
import { tempFolder, writeFiles } from '../../support/tempFolder.ts';

const good = `---
name: fixer
description: Mends bugs
model: { provider: ollama, model: qwen3 }
tools: [read_file, edit_file]
---
You mend bugs.
`;

test('an absent board file is the default board, where every status has its place', async (t) => {
  assert.deepEqual(readBoard(await tempFolder(t)), { board: defaultBoard, problem: undefined });
  assert.deepEqual(defaultBoard.columns.flatMap(({ statuses }) => statuses).sort(), [...TaskStatus.options].sort());
});

test('a board file decides the columns', async (t) => {
  const folder = await tempFolder(t);
  const columns = [
    { name: 'Open', statuses: ['todo', 'queued', 'running', 'waiting', 'review'], drop: 'queued', limit: 5 },
    { name: 'Closed', statuses: ['done', 'failed', 'canceled'], drop: 'done' },
  ];
  await writeFiles(folder, { 'board.json': `\uFEFF${JSON.stringify({ columns })}` });
  assert.deepEqual(readBoard(folder), { board: { columns }, problem: undefined });
});

test('a broken board file that was never read shows the default board, holds moves up, and says file, place and remedy', async (t) => {
  const rest = { statuses: ['queued', 'running', 'waiting', 'review', 'done', 'failed', 'canceled'], drop: 'done', name: 'Rest' };
  const broken: [text: string, said: RegExp][] = [
    ['{"columns": [}', /not JSON at line 1, column 14/],
    [JSON.stringify({ columns: [rest] }), /columns: no column has the status todo/],
    [
      JSON.stringify({ columns: [rest, { name: 'A', statuses: ['todo', 'done'], drop: 'todo' }] }),
      /columns: more than one column has the status done/,
    ],
    [JSON.stringify({ columns: [rest, { name: 'A', statuses: ['todo'], drop: 'done' }] }), /"done" is not a status of column "A"/],
    [
      JSON.stringify({ columns: [rest, { name: 'rEST ', statuses: ['todo'], drop: 'todo' }] }),
      /name of the column "rEST": there is a column "Rest" already/,
    ],
    [
      JSON.stringify({ columns: [rest, { name: 'A', statuses: ['todo'], drop: 'todo', limit: '5' }] }),
      /limit of the column "A": a number is expected here, not a text/,
    ],
    [
      JSON.stringify({ columns: [rest, { name: 'A', statuses: ['todo'], drop: 'todo', limit: 0 }] }),
      /limit of the column "A": it must be 1 at least/,
    ],
    [
      JSON.stringify({ columns: [rest, { name: 'A', statuses: ['todo'], drop: 'todo', exitGuard: 'tested' }] }),
      /exitGuard of the column "A": one of these is expected here: "checks-passed", "approved"/,
    ],
    [
      JSON.stringify({ columns: [rest, { statuses: ['todo', 'blocked'], drop: 'todo' }] }),
      /name of column 2: it is missing; entry 2, statuses of column 2: one of these is expected/,
    ],
    ['[]', /a block of fields is expected here, not a list/],
    ['{}', /columns: it is missing/],
    ['{"columns": 3}', /columns: a list is expected here, not a number/],
    [`{"columns": [], "columns": ${JSON.stringify([rest])}}`, /line 1: "columns" stands there twice/],
    [`{"columns": [{"name": "A",\n"statuses": ["todo"], "drop": "todo",\n"limit": 1, "limit": 9}]}`, /line 3: "limit" stands there twice/],
    [`{\n<<<<<<< HEAD\n"columns": []\n=======\n"columns": []\n>>>>>>> theirs\n}`, /marks of a merge that is not finished, at line 2/],
    ['{"columns": [{"name": "A" /* never closed', /not JSON/],
    ['nul', /not JSON/],
    ['', /not JSON/],
    [`{"columns": "${'x'.repeat(300_000)}"}`, /longer than/],
  ];
  for (const [text, said] of broken) {
    const folder = await tempFolder(t);
    await writeFiles(folder, { 'board.json': text });
    const { board, problem } = readBoard(folder);
    assert.deepEqual(board.columns, defaultBoard.columns);
    assert.match(board.unknownRules ?? '', said);
    assert.match(problem ?? '', said);
    assert.match(problem ?? '', /board\.json is not usable.*no card is moved by hand.*Mend or remove the file/s);
    assert.doesNotMatch(problem ?? '', /[Ii]nvalid|Unrecognized|Too (small|big)|received/, 'no words of the schema library');
  }
});

test('a link out of the folder, a pipe and a folder are not read as a board', { skip: process.platform === 'win32' }, async (t) => {
  const outside = await tempFolder(t);
  await writeFiles(outside, { secret: 'password: hunter2' });
  const folder = await tempFolder(t);
  const board = join(folder, 'board.json');
  const plants: [() => unknown, RegExp][] = [
    [() => symlinkSync(join(outside, 'secret'), board), /link that leads elsewhere/],
    [() => execFileSync('mkfifo', [board]), /not a regular file/],
    [() => mkdirSync(board), /not a regular file|cannot be read/],
    [() => symlinkSync('/dev/zero', board), /link that leads elsewhere/],
  ];
  for (const [plant, said] of plants) {
    plant();
    const { problem } = readBoard(folder);
    assert.match(problem ?? '', said);
    assert.doesNotMatch(problem ?? '', /hunter2/);
    rmSync(board, { recursive: true });
  }
});

test('an agent file suggests an agent with the exact content that may be accepted', async (t) => {
  const folder = await tempFolder(t);
  for (const content of [good, `\uFEFF${good.replaceAll('\n', '\r\n')}`]) {
    await writeFiles(folder, { 'agents/fixer.md': content, 'agents/notes.txt': 'no agent' });
    const [agent, ...others] = listSuggestedAgents(folder);
    assert.equal(others.length, 0);
    assert.ok(agent && agent.problem === undefined);
    assert.equal(agent.content, content);
    assert.equal(agent.draft.name, 'fixer');
    assert.equal(agent.draft.prompt, 'You mend bugs.');
    assert.deepEqual(agent.draft.tools, ['read_file', 'edit_file']);
  }
});

test('a person may name an agent file anywhere, and hears when it is not there', async (t) => {
  const folder = await tempFolder(t);
  await writeFiles(folder, { 'real/fixer.md': good });
  symlinkSync(join(folder, 'real/fixer.md'), join(folder, 'link.md'));
  assert.equal(readSuggestedAgent(join(folder, 'link.md')).problem, undefined);
  assert.match(readSuggestedAgent(join(folder, 'none.md')).problem ?? '', /none\.md is not usable: there is no such file/);
});

test('no agents folder is no agents, and a file in its place is said', async (t) => {
  const folder = await tempFolder(t);
  assert.deepEqual(listSuggestedAgents(folder), []);
  await writeFiles(folder, { agents: '' });
  assert.match(listSuggestedAgents(folder)[0]?.problem ?? '', /cannot be read as a folder/);
});

test('each broken agent file is said with its place, and the others still load', async (t) => {
  const fields = (text: string): string => `---\n${text}\n---\nprompt\n`;
  const aliases = 'a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b]';
  const broken: [content: string | Uint8Array, said: RegExp][] = [
    ['just text', /does not begin with a block of fields/],
    [fields('name: "x'), /line 2: Missing closing/],
    [fields('name: x\nname: y'), /line 3: the field "name" is there twice/],
    [fields('name: x\nmode: all\nmodel: { provider: simulated }'), /line 3: mode: one of these is expected here: "ask", "edit"/],
    [fields('name: x\nmodel: { provider: simulated }\nallow: everything'), /line 4: there is no field "allow"/],
    [fields('name: x\nmodel: { provider: simulated }\nprompt: hidden'), /line 4: the prompt is the text below/],
    [fields('name: x\nmodel: { provider: magic }'), /line 3: model\.provider: one of these is expected here: "openai", "ollama"/],
    [fields('name: !!js/function "x"'), /line 2: Unresolved tag/],
    [fields('name: *gone'), /Unresolved alias/],
    [fields(aliases), /Excessive alias count/],
    [fields('['.repeat(15_000)), /line 2/],
    [fields('- a'), /expected fields/],
    [fields(`name: ${'x'.repeat(30_000)}`), /fields are longer/],
    [new Uint8Array([0x2d, 0xff, 0xfe]), /not UTF-8/],
    [good + 'x'.repeat(300_000), /longer than/],
  ];
  const folder = await tempFolder(t);
  await writeFiles(folder, { 'agents/zz-good.md': good });
  for (const [index, [content]] of broken.entries()) await writeFiles(folder, { [`agents/${String(index).padStart(2, '0')}.md`]: content });
  const outside = await tempFolder(t);
  writeFileSync(join(outside, 'x.md'), good);
  symlinkSync(join(outside, 'x.md'), join(folder, 'agents/link.md'));
  const agents = listSuggestedAgents(folder);
  for (const [index, [, said]] of broken.entries()) {
    assert.match(agents[index]?.problem ?? '', said, `file ${index}`);
    assert.match(agents[index]?.problem ?? '', /agents\/\d\d\.md is not usable: .*Mend the file/s);
  }
  assert.match(agents.at(-2)?.problem ?? '', /link\.md .*leads elsewhere/);
  assert.equal(agents.at(-1)?.problem, undefined);
});
