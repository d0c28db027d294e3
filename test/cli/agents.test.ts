import assert from 'node:assert/strict';
import test from 'node:test';
import { AgentPage } from '../../src/core/actions/agentActions.ts';
import { Agent } from '../../src/core/model/agent.ts';
import { builtinTools } from '../../src/core/tools/catalog.ts';
import { createWorkspace } from '../support/rotaProcess.ts';

test('agents are added for each provider, shown, changed and removed', async (t) => {
  const { rota, json } = await createWorkspace(t);
  const coder = Agent.parse(
    await json(
      ...[
        'agent',
        'add',
        'coder',
        '--base-url',
        'http://127.0.0.1:1234',
        '--model',
        'm',
        '--mode',
        'edit',
        '--prompt',
        'Be brief.',
        '--tools',
        'read_file, edit_file',
      ],
      ...['--capability', 'ts', '--max-concurrent', '2', '--budget-steps', '9', '--price-input', '1', '--price-output', '4'],
    ),
  );
  assert.deepEqual(coder.model, { provider: 'openai', baseUrl: 'http://127.0.0.1:1234', model: 'm' });
  assert.deepEqual(
    [coder.mode, coder.tools, coder.maxConcurrent, coder.budget, coder.prices],
    ['edit', ['read_file', 'edit_file'], 2, { steps: 9 }, { input: 1, cachedInput: 1, output: 4 }],
  );
  const local = Agent.parse(await json('agent', 'add', 'local', '--provider', 'ollama', '--model', 'qwen3', '--context', '8192'));
  assert.deepEqual(local.model, { provider: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'qwen3', contextTokens: 8192 });
  assert.equal(local.mode, 'ask');
  assert.equal((await rota('agent', 'add', 'actor', '--provider', 'simulated')).code, 0);
  const changed = Agent.parse(await json('agent', 'update', 'coder', '--offline', '--tools', 'all'));
  assert.deepEqual([changed.offline, changed.tools, changed.model], [true, null, coder.model]);
  assert.match((await rota('agent', 'show', 'coder')).stdout, /offline: takes no cards/);
  assert.match((await rota('agent', 'show', 'coder')).stdout, /reliability +50 % \(0 succeeded, 0 failed\)/);
  assert.match((await rota('agent', 'list')).stdout, /^coder .* edit +offline\nlocal .* ask +idle$/m);
  assert.equal(Agent.parse(await json('agent', 'update', 'coder', '--online')).offline, false);
  assert.deepEqual(await json('agent', 'remove', 'actor'), {});
  assert.deepEqual(
    AgentPage.parse(await json('agent', 'list')).items.map(({ name }) => name),
    ['coder', 'local'],
  );
});

test('the model comes from the environment where the command line does not say it', async (t) => {
  const { json } = await createWorkspace(t, {
    ROTA_BASE_URL: 'http://127.0.0.1:9/v1',
    ROTA_MODEL: 'tiny',
    ROTA_API_KEY: 'sk-secret-0123456789',
  });
  const agent = Agent.parse(await json('agent', 'add', 'coder'));
  assert.deepEqual(agent.model, { provider: 'openai', baseUrl: 'http://127.0.0.1:9/v1', model: 'tiny' });
  assert.doesNotMatch(JSON.stringify(agent), /secret/);
});

test('a change of the model keeps what it does not say', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  await rota('agent', 'add', 'coder', '--base-url', 'http://127.0.0.1:1', '--model', 'm');
  const moved = Agent.parse(await json('agent', 'update', 'coder', '--base-url', 'http://127.0.0.1:2'));
  assert.deepEqual(moved.model, { provider: 'openai', baseUrl: 'http://127.0.0.1:2', model: 'm' });
  await rota('agent', 'add', 'local', '--provider', 'ollama', '--model', 'small', '--context', '8192');
  const local = Agent.parse(await json('agent', 'update', 'local', '--model', 'large'));
  assert.deepEqual(local.model, { provider: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'large', contextTokens: 8192 });
  assert.match((await rota('agent', 'update', 'local')).stderr, /Say what should change/);
});

test('an agent that lacks something says what', async (t) => {
  const { quick: rota } = await createWorkspace(t);
  const wrong: [string[], RegExp][] = [
    [['coder'], /--base-url URL \(or ROTA_BASE_URL\)/],
    [['coder', '--provider', 'ollama'], /--model NAME/],
    [['coder', '--provider', 'scripted'], /--script FILE/],
    [['coder', '--provider', 'magic'], /openai, ollama, scripted, simulated/],
    [['coder', '--base-url', 'ftp://x', '--model', 'm'], /baseUrl: an address is expected that begins with http/],
    [['coder', '--script', 'gone.json'], /no script .+gone\.json/],
    [['coder', '--provider', 'simulated', '--tools', 'read_file,nope'], /no tool "nope".*read_file, edit_file/],
    [['../x', '--provider', 'simulated'], /letters, digits/],
    [['--provider', 'simulated'], /needs a name/],
  ];
  for (const [args, expected] of wrong) {
    const { code, stderr } = await rota('agent', 'add', ...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, expected, args.join(' '));
  }
  await rota('agent', 'add', 'coder', '--provider', 'simulated');
  const twice = await rota('agent', 'add', 'coder', '--provider', 'simulated');
  assert.deepEqual([twice.code, /coder/.test(twice.stderr)], [2, true]);
});

test('an agent file is only a suggestion until a person accepts its exact content', async (t) => {
  const { quick: rota, json, write } = await createWorkspace(t);
  const file = write('.rota/agents/writer.md', '---\nname: writer\nmodel:\n  provider: simulated\nmode: edit\n---\nWrite plainly.\n');
  await rota('init');
  const before = await rota('agent', 'list');
  assert.equal(before.stdout, '');
  assert.match(before.stderr, /writer\.md.*suggests.*rota agent add --from/);
  const accepted = await rota('agent', 'add', '--from', file);
  assert.equal(accepted.code, 0, accepted.stderr);
  assert.match(accepted.stdout, /writer[\s\S]*edit: file changes apply[\s\S]*Write plainly\./);
  assert.equal((await rota('agent', 'list')).stderr, '');
  write('.rota/agents/writer.md', '---\nname: writer\nmodel:\n  provider: simulated\nmode: edit\n---\nDo evil.\n');
  assert.match((await rota('agent', 'list')).stderr, /changed since it was accepted|suggests/);
  assert.equal(Agent.parse(await json('agent', 'show', 'writer')).prompt, 'Write plainly.');
});

test('the tools that agents can be given are listed', async (t) => {
  const { quick: rota } = await createWorkspace(t);
  await rota('init');
  const { stdout } = await rota('agent', 'tools');
  for (const { declaration } of builtinTools) assert.match(stdout, new RegExp(`^${declaration.name} +\\S`, 'm'));
});

test('an agent whose model lives in VS Code is passed over here, and its card waits with the reason', async (t) => {
  const { quick: rota, write, script } = await createWorkspace(t);
  write('.rota/agents/far.md', '---\nname: far\nmodel:\n  provider: editor\n  vendor: copilot\n  family: gpt\n  model: gpt-x\n---\n');
  await rota('agent', 'add', '--from', '.rota/agents/far.md');
  assert.match((await rota('agent', 'show', 'far')).stdout, /copilot gpt-x \(of VS Code, runs only there\)/);
  await rota('task', 'add', 'Mend it', '--queue');
  const waits = await rota('task', 'execute');
  assert.equal(waits.code, 5);
  assert.match(waits.stdout + waits.stderr, /agent "far" lives in VS Code: run the card there/);
  assert.match((await rota('task', 'show', '1')).stdout, /queued/);
  await rota('agent', 'add', 'near', '--script', script({ Mend: [{ text: 'Mended.' }] }));
  await rota('task', 'execute');
  assert.match((await rota('run', 'list')).stdout, /near/);
});
