import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reliability, type Agent } from '../../../../src/core/model/agent.ts';
import { agentStateOf } from '../../../../src/core/rules/agentState.ts';
import { assign } from '../../../../src/core/rules/assignment.ts';

function anAgent(name: string, change: Partial<Agent> = {}): Agent {
  return {
    ...{
      name,
      description: '',
      prompt: '',
      model: { provider: 'simulated' },
      tools: null,
      capabilities: [],
      maxConcurrent: 1,
      mode: 'ask',
    },
    ...{ budget: {}, prices: null, offline: false, succeeded: 0, failed: 0, createdAt: 0, updatedAt: 0 },
    ...change,
  };
}

const free = (): number => 0;
const anybody = { agent: null, capabilities: [] };

test('a card goes to the agent it names, and to no other', () => {
  const agents = [anAgent('best', { succeeded: 9 }), anAgent('named')];
  assert.equal(assign({ agent: 'named', capabilities: [] }, agents, free).agent?.name, 'named');
  assert.match(assign({ agent: 'gone', capabilities: [] }, agents, free).reason, /no agent "gone"/);
  assert.match(assign({ agent: 'named', capabilities: [] }, agents, () => 1).reason, /full/);
  assert.match(assign({ agent: 'off', capabilities: [] }, [anAgent('off', { offline: true })], free).reason, /offline/);
});

test('only agents with every capability that the card asks for are considered', () => {
  const agents = [anAgent('writer', { capabilities: ['docs'] }), anAgent('coder', { capabilities: ['ts', 'tests'] })];
  assert.equal(assign({ agent: null, capabilities: ['ts'] }, agents, free).agent?.name, 'coder');
  assert.equal(assign({ agent: null, capabilities: [' TS', 'Tests'] }, agents, free).agent?.name, 'coder', 'in whatever spelling');
  assert.equal(assign({ agent: ' CODER', capabilities: [] }, agents, free).agent?.name, 'coder');
  const nobody = assign({ agent: null, capabilities: ['ts', 'docs'] }, agents, free);
  assert.deepEqual([nobody.agent, nobody.reason], [undefined, 'no free agent has the capabilities ts, docs']);
});

test('among those that can, the better match, the more reliable and the less loaded agent wins', () => {
  const broad = anAgent('broad', { capabilities: ['ts', 'docs', 'sql', 'css'] });
  assert.equal(
    assign({ agent: null, capabilities: ['ts'] }, [broad, anAgent('narrow', { capabilities: ['ts'] })], free).agent?.name,
    'narrow',
  );
  assert.equal(assign(anybody, [anAgent('a', { failed: 3 }), anAgent('b', { succeeded: 3 })], free).agent?.name, 'b');
  const loads = (name: string): number => (name === 'a' ? 2 : 0);
  const busy = assign(anybody, [anAgent('a', { maxConcurrent: 3 }), anAgent('b', { maxConcurrent: 3 })], loads);
  assert.deepEqual([busy.agent?.name, busy.reason], ['b', 'best of 2 (score 0.50)']);
});

test('reliability is the smoothed success rate of the runs', () => {
  assert.equal(reliability({ succeeded: 0, failed: 0 }), 0.5);
  assert.equal(reliability({ succeeded: 8, failed: 0 }), 0.9);
  assert.equal(reliability({ succeeded: 0, failed: 8 }), 0.1);
});

test('the state of an agent follows from its runs, unless it was set offline', () => {
  const agent = { offline: false, maxConcurrent: 2 };
  assert.deepEqual(
    [0, 1, 2].map((running) => agentStateOf(agent, running)),
    ['idle', 'active', 'overloaded'],
  );
  assert.equal(agentStateOf({ ...agent, offline: true }, 1), 'offline');
});

test('a simulation only gets what no working agent could do, however reliable it looks and however busy the others are', () => {
  const real = anAgent('real', {
    failed: 9,
    model: { provider: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'm', contextTokens: 4096 },
  });
  const simulation = anAgent('simulation', { succeeded: 9 });
  assert.equal(assign(anybody, [simulation, real], free).agent?.name, 'real');
  const busy = assign(anybody, [simulation, real], (name) => (name === 'real' ? 1 : 0));
  assert.deepEqual([busy.agent, busy.absent], [undefined, false]);
  assert.equal(assign(anybody, [simulation, { ...real, offline: true }], free).agent?.name, 'simulation');
  assert.equal(assign({ agent: 'simulation', capabilities: [] }, [simulation, real], free).agent?.name, 'simulation');
});

test('an agent whose model this host cannot ask is passed over, and its reason is said when nobody else can', () => {
  const afar = anAgent('afar', { succeeded: 9, model: { provider: 'editor', vendor: 'copilot', family: '', model: 'gpt-x' } });
  const near = anAgent('near', { model: { provider: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'tiny', contextTokens: 4096 } });
  const refusalOf = (agent: Agent): string | undefined => (agent.model.provider === 'editor' ? 'it lives in VS Code' : undefined);
  assert.equal(assign(anybody, [afar, near], free, refusalOf).agent?.name, 'near');
  assert.equal(assign(anybody, [afar], free, refusalOf).reason, 'it lives in VS Code');
  assert.deepEqual(assign({ agent: 'afar', capabilities: [] }, [afar, near], free, refusalOf), {
    agent: undefined,
    reason: 'it lives in VS Code',
    absent: false,
  });
  assert.equal(
    assign(anybody, [afar, anAgent('simulation')], free, refusalOf).agent,
    undefined,
    'a simulation pretends only where nobody could ever work',
  );
});
