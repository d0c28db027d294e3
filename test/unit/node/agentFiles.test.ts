import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { readToolNames } from '../../../src/core/model/toolNames.ts';
import { builtinTools } from '../../../src/core/tools/catalog.ts';
import { listSuggestedAgents, readSuggestedAgent, type SuggestedAgent } from '../../../src/node/agentFiles.ts';
import { tempFolder, writeFiles, type Cleanup } from '../../support/tempFolder.ts';

const known = builtinTools.map(({ declaration }) => declaration.name);

async function read(t: Cleanup, fields: string, name = 'some.md'): Promise<SuggestedAgent> {
  const folder = await tempFolder(t);
  await writeFiles(folder, { [name]: `---\n${fields}\n---\nDo it.\n` });
  return readSuggestedAgent(join(folder, name));
}

async function good(t: Cleanup, fields: string, name?: string): Promise<Exclude<SuggestedAgent, { problem: string }>> {
  const agent = await read(t, fields, name);
  assert.equal(agent.problem, undefined);
  return agent;
}

test('a tool that does not exist is named, with the one that was probably meant and those there are', async (t) => {
  const { problem } = await read(t, 'name: x\nmodel: { provider: simulated }\ntools: [read_fil, Edit]');
  assert.match(problem ?? '', /line 4: tools: There is no tool "read_fil" \(did you mean "read_file"\?\)\. The tools are: list_files, /);
  assert.doesNotMatch(problem ?? '', /"Edit"/, 'what other products call a tool of ours is understood');
  const several = await read(t, 'name: x\ntools: [lunch, searchtext, read_file]');
  assert.match(several.problem ?? '', /no tool "lunch", "searchtext" \(did you mean "search_text"\?\)/);
});

test('tools are read also as text between commas, and as other products call them', async (t) => {
  assert.deepEqual((await good(t, 'name: x\ntools: read_file, edit_file')).draft.tools, ['read_file', 'edit_file']);
  assert.deepEqual((await good(t, 'name: x\ntools: Read, Grep')).draft.tools, ['read_file', 'search_text']);
  assert.equal((await good(t, 'name: x\ntools: "*"')).draft.tools, null);
  assert.equal((await good(t, 'name: x\ntools: all')).draft.tools, null);
  assert.deepEqual((await good(t, 'name: x\ntools: []')).draft.tools, []);
  assert.match((await read(t, 'name: x\ntools: 7')).problem ?? '', /line 3: tools: a list is expected here, not a number/);
  for (const tool of known) assert.deepEqual(readToolNames([tool], known), { tools: [tool], leftOut: [], unknown: [] });
  assert.deepEqual(readToolNames('Bash(git add:*, git commit:*), Read', known), {
    tools: ['read_file'],
    leftOut: ['Bash(git add:*, git commit:*)'],
    unknown: [],
  });
});

test('an agent file of Claude is read as it is, and what means nothing here is named', async (t) => {
  const agent = await good(
    t,
    [
      'name: code-reviewer',
      'description: Expert code review specialist. Use immediately after writing code.',
      'tools: Read, Edit, Grep, Glob, Bash, WebFetch, mcp__github__get_issue',
      'model: sonnet',
      'color: purple',
      'permissionMode: acceptEdits',
    ].join('\n'),
  );
  const { draft, leftOut } = agent;
  assert.deepEqual([draft.name, draft.prompt, draft.mode, draft.model], ['code-reviewer', 'Do it.', undefined, undefined]);
  assert.deepEqual(draft.tools, ['read_file', 'edit_file', 'search_text', 'list_files', 'run_command', 'read_command_output']);
  assert.deepEqual(leftOut, ['color', 'permissionMode', 'the model sonnet', 'the tool WebFetch', 'the tool mcp__github__get_issue']);
});

test('an agent file of Copilot is read as it is, and takes its name from the file', async (t) => {
  const fields = [
    "description: 'Plans, and changes nothing'",
    "tools: ['search', 'read/problems', 'usages', 'web/fetch', 'github/*']",
    'model: [GPT-5, Claude Sonnet 4.5]',
    'handoffs:',
    '  - label: Start',
    '    agent: agent',
  ];
  const { draft, leftOut } = await good(t, fields.join('\n'), 'planner.agent.md');
  assert.equal(draft.name, 'planner');
  assert.deepEqual(draft.tools, ['search_text', 'list_files', 'get_problems', 'find_references']);
  assert.deepEqual(leftOut, ['handoffs', 'the model GPT-5, Claude Sonnet 4.5', 'the tool web/fetch', 'the tool github/*']);
});

test('what another product forbids an agent is forbidden here', async (t) => {
  const without = (...names: string[]): string[] => known.filter((name) => !names.includes(name));
  assert.deepEqual(
    (await good(t, 'name: x\ndisallowedTools: Bash, Write')).draft.tools,
    without('run_command', 'read_command_output', 'write_file'),
  );
  assert.deepEqual((await good(t, 'name: x\ntools: Read, Edit\ndisallowedTools: [Edit]')).draft.tools, ['read_file']);
  assert.deepEqual((await good(t, 'name: x\ndisallowedTools: "*"')).draft.tools, []);
  assert.match((await read(t, 'name: x\ntools: 7\ndisallowedTools: Edit')).problem ?? '', /tools: a list is expected/);
  assert.match((await read(t, 'name: x\ndisallowedTools: [Edti]')).problem ?? '', /no tool "Edti"/);
});

test('a field that nobody knows is named with the one that was probably meant: left out it might have been a limit', async (t) => {
  assert.match((await read(t, 'name: x\ntool: [read_file]')).problem ?? '', /line 3: there is no field "tool" \(did you mean "tools"\?\)/);
  assert.match((await read(t, 'name: x\nbudget: { step: 3 }')).problem ?? '', /there is no field "budget\.step"/);
});

test('YAML that somebody meant as a sentence is explained', async (t) => {
  const cases: [fields: string, said: RegExp][] = [
    ['name: x\ndescription: Use when: x', /line 3: the text after "description:" holds a colon: put it in quotes, description: "…"/],
    ['description: Examples: <example>Context: user', /line 2: the text after "description:" holds a colon/],
    ['name: @x', /line 2: the text after "name:" begins with a sign/],
    ['name: x\n  mode: ask', /line 2: the line below is indented/],
    ['name: x\n\tmode: ask', /line 3: it is indented with a tab/],
    ['name: x\nname: y', /line 3: the field "name" is there twice/],
  ];
  for (const [fields, said] of cases) {
    const { problem } = await read(t, fields);
    assert.match(problem ?? '', said);
    assert.doesNotMatch(problem ?? '', /mapping|scalar|implicit/i);
  }
});

test('the name of an agent is tidied, and two files for one agent are told apart by their files', async (t) => {
  const folder = await tempFolder(t);
  const file = (name: string): string => `---\nname: "${name}"\nmodel: { provider: simulated }\n---\n`;
  await writeFiles(folder, {
    'agents/a.md': file(' cafe\u0301 '),
    'agents/b.md': file('CAFÉ'),
    'agents/c.md': file('other'),
    'agents/README.md': 'What lies here.',
    'agents/readme.de.md': 'Was hier liegt.',
  });
  const [first, second, third, ...more] = listSuggestedAgents(folder);
  assert.deepEqual(more, []);
  assert.ok(first?.problem === undefined && third?.problem === undefined);
  assert.equal(first?.draft.name, 'caf\u00e9');
  assert.match(second?.problem ?? '', /b\.md is not usable: its agent "CAFÉ" is the one of .*a\.md/);
});
