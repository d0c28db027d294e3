import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import {
  boardCheck,
  failureOf,
  folderCheck,
  type BoardFacts,
  type BoardHome,
  type FolderFacts,
} from '../../../../src/core/health/boardHealth.ts';
import { checkHealth, worstOf, type HealthCheck } from '../../../../src/core/health/healthCheck.ts';
import { healthSummary, healthText } from '../../../../src/core/health/healthText.ts';
import { modelCheck } from '../../../../src/core/health/modelHealth.ts';
import { toolCheck } from '../../../../src/core/health/toolHealth.ts';
import { programOf } from '../../../../src/core/rules/commandPrograms.ts';
import { Agent, ModelChoice } from '../../../../src/core/model/agent.ts';
import type { HealthFinding } from '../../../../src/core/model/health.ts';
import { aTask } from '../../../support/aTask.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import type { Cleanup } from '../../../support/tempFolder.ts';

const ok = (id: string): HealthCheck => ({ id, title: id, look: async () => [{ state: 'ok', detail: 'well' }] });
const run = (checks: readonly HealthCheck[]): Promise<HealthFinding[]> =>
  checkHealth(checks, { clock: new FakeClock(), patience: 1000, signal: new AbortController().signal });
const short = ({ title, state, fix, subject }: HealthFinding): unknown => [title, state, fix, subject];

async function modelServer(test: Cleanup, status: number, body: unknown): Promise<string> {
  const server = createServer(
    (_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(async () => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function agent(name: string, model: object, offline = false): Agent {
  return Agent.parse({
    name,
    description: '',
    prompt: '',
    model: ModelChoice.parse(model),
    tools: null,
    capabilities: [],
    maxConcurrent: 1,
    mode: 'ask',
    budget: {},
    prices: null,
    offline,
    succeeded: 0,
    failed: 0,
    createdAt: 1,
    updatedAt: 1,
  });
}

const lookAtModels = (...agents: Agent[]): Promise<HealthFinding[]> =>
  run([
    modelCheck({
      fetch,
      findKey: async () => undefined,
      listAgents: async () => agents,
      readScript: async () => Promise.reject(new Error('no such script')),
    }),
  ]);

describe('Checks of what Rota needs', () => {
  it('are carried out at once and told in their order, each as it comes', async () => {
    const clock = new FakeClock();
    let answer = (): void => undefined;
    const slow: HealthCheck = {
      id: 'slow',
      title: 'Slow',
      look: () => new Promise((resolve) => (answer = () => resolve([{ state: 'note', detail: 'late' }]))),
    };
    const heard: string[][] = [];
    const running = checkHealth([slow, ok('quick')], {
      clock,
      patience: 1000,
      signal: new AbortController().signal,
      onFound: (found) => heard.push(found.map(({ id }) => id)),
    });
    await new Promise(setImmediate);
    answer();
    assert.deepEqual(
      (await running).map(({ id }) => id),
      ['slow', 'quick'],
    );
    assert.deepEqual(heard, [['quick'], ['slow', 'quick']]);
  });

  it('say so when one hangs or breaks, and the others are told all the same', async () => {
    const clock = new FakeClock();
    const hangs: HealthCheck = { id: 'hangs', title: 'Hangs', look: () => new Promise(() => undefined) };
    const breaks: HealthCheck = { id: 'breaks', title: 'Breaks', look: () => Promise.reject(new Error('of all things')) };
    const running = checkHealth([hangs, breaks, ok('well')], { clock, patience: 5000, signal: new AbortController().signal });
    await new Promise(setImmediate);
    clock.advance(5000);
    const found = await running;
    assert.deepEqual(
      found.map(({ state }) => state),
      ['problem', 'problem', 'ok'],
    );
    assert.match(found[0]?.detail ?? '', /No answer within 5 seconds/);
    assert.match(found[1]?.detail ?? '', /of all things/);
  });

  it('end at once when they are canceled, and what was not done is left out', async () => {
    const stop = new AbortController();
    const hangs: HealthCheck = { id: 'hangs', title: 'Hangs', look: () => new Promise(() => undefined) };
    const running = checkHealth([ok('well'), hangs], { clock: new FakeClock(), patience: 5000, signal: stop.signal });
    await new Promise(setImmediate);
    stop.abort();
    assert.deepEqual(
      (await running).map(({ id }) => id),
      ['well'],
    );
  });

  it('are put into words by the worst of them', async () => {
    const found = await run([
      ok('a'),
      {
        id: 'b',
        title: 'B',
        look: async () => [
          { state: 'warning', detail: 'hm' },
          { state: 'problem', detail: 'no' },
        ],
      },
    ]);
    assert.equal(worstOf(found), 'problem');
    assert.equal(healthSummary(found), '1 problem, 1 warning.');
    assert.equal(healthText(found), 'OK: a: well\nWarning: B: hm\nProblem: B: no');
    assert.equal(healthSummary([]), 'Nothing is wrong.');
  });
});

describe('The health of models', () => {
  it('asks each server for its models: there, another one, a key wanted, nobody there, one that does not tell', async (test) => {
    const url = await modelServer(test, 200, { data: [{ id: 'tiny' }] });
    const locked = await modelServer(test, 401, {});
    const silent = await modelServer(test, 200, { hello: 'world' });
    const found = await lookAtModels(
      agent('a', { provider: 'openai', baseUrl: `${url}/v1`, model: 'tiny' }),
      agent('b', { provider: 'openai', baseUrl: url, model: 'big' }),
      agent('c', { provider: 'openai', baseUrl: locked, model: 'tiny' }),
      agent('d', { provider: 'ollama', baseUrl: 'http://127.0.0.1:9', model: 'tiny' }),
      agent('e', { provider: 'openai', baseUrl: silent, model: 'tiny' }),
    );
    assert.deepEqual(found.map(short), [
      ['Model of a', 'ok', null, null],
      ['Model of b', 'problem', 'choose-model', 'b'],
      ['Model of c', 'problem', 'set-key', locked],
      ['Model of d', 'problem', 'choose-model', 'd'],
      ['Model of e', 'note', null, null],
    ]);
  });

  it('takes a model of Ollama without its tag for the latest', async (test) => {
    const url = await modelServer(test, 200, { models: [{ name: 'qwen3:latest' }] });
    assert.deepEqual(
      (await lookAtModels(agent('a', { provider: 'ollama', baseUrl: url, model: 'qwen3' }))).map(({ state }) => state),
      ['ok'],
    );
  });

  it('names what is no server: a script that is gone, a simulation, a model of the editor where there is none, nobody at all', async () => {
    const found = await lookAtModels(
      agent('a', { provider: 'scripted', script: '/gone.json' }),
      agent('b', { provider: 'simulated' }),
      agent('c', { provider: 'editor', vendor: 'other', family: 'f', model: 'm' }),
      agent('d', { provider: 'simulated' }, true),
    );
    assert.deepEqual(
      found.map(({ state }) => state),
      ['problem', 'note', 'note', 'note'],
    );
    assert.match(found[3]?.detail ?? '', /offline by hand/);
    assert.deepEqual((await lookAtModels()).map(short), [['Models', 'warning', 'choose-model', null]]);
  });
});

describe('The health of the board', () => {
  const folder: FolderFacts = { writable: true, network: undefined, synced: undefined, bytes: 1500 };
  const look = (facts: BoardFacts, place: Partial<FolderFacts> = {}): Promise<HealthFinding[]> =>
    run([
      boardCheck(async () => facts),
      folderCheck(
        async () => facts,
        async () => ({ ...folder, ...place }),
      ),
    ]);
  const home: BoardHome = { folder: '/work', store: '/work/.rota/local', location: 'workspace' };
  const away: BoardHome = { folder: '/work', store: '/data/boards/work', location: 'user' };
  const open: Extract<BoardFacts, { kind: 'open' }> = {
    kind: 'open',
    home,
    readOnly: undefined,
    owner: undefined,
    cards: 1,
    columnsProblem: undefined,
  };

  it('says what is there, who has it and what is wrong with its columns', async () => {
    assert.deepEqual((await look({ kind: 'no-folder' })).map(short), [['Board', 'warning', 'open-folder', null]]);
    assert.deepEqual((await look({ kind: 'absent', home })).map(short), [
      ['Board', 'note', 'make-board', null],
      ['Folder of the board', 'ok', null, null],
    ]);
    const failed = { kind: 'failed', home, message: 'It is not open.' } as const;
    for (const [code, isThere, fix] of [
      ['damaged', true, 'salvage-board'],
      ['damaged', false, 'restore-backup'],
      ['refused', true, 'show-log'],
      ['read-only', true, 'show-log'],
    ] as const) {
      const [found] = await look({ ...failed, failure: failureOf(code, isThere) });
      assert.deepEqual([found?.state, found?.detail, found?.fix], ['problem', 'It is not open.', fix]);
    }
    assert.equal((await look({ ...failed, failure: 'elsewhere' }))[0]?.fix, 'adopt-board');
    assert.match(
      (await look({ ...open, readOnly: 'open elsewhere (pid 7)' }))[0]?.detail ?? '',
      /for reading only: open elsewhere \(pid 7\)/,
    );
    assert.match((await look({ ...open, owner: 'process 7' }))[0]?.detail ?? '', /another window or command keeps it \(process 7\)/);
    assert.deepEqual(
      (await look({ ...open, columnsProblem: 'no column has done' })).map(({ state }) => state),
      ['ok', 'warning', 'ok'],
    );
  });

  it('warns of folders that a board does not like', async () => {
    const found = await look(open, { writable: false, network: 'nfs4', synced: 'Dropbox', bytes: 3e9 });
    assert.deepEqual(
      found.slice(1).map(({ state }) => state),
      ['problem', 'warning', 'warning', 'warning'],
    );
    assert.match(healthText(found), /cannot be written[\s\S]*network drive \(nfs4\)[\s\S]*by Dropbox[\s\S]*take 3 GB/);
  });

  it('offers to move a board out of such a folder, and to make a new one elsewhere', async () => {
    const fixes = async (facts: BoardFacts, place: Partial<FolderFacts>): Promise<unknown> =>
      (await look(facts, place)).slice(1).map(({ state, fix, subject }) => [state, fix, subject]);
    assert.deepEqual(await fixes(open, { synced: 'Dropbox' }), [['warning', 'move-board', null]]);
    assert.deepEqual(await fixes(open, { writable: false }), [['problem', null, null]]);
    assert.deepEqual(await fixes({ kind: 'absent', home }, { writable: false }), [['problem', 'open-settings', 'rota.storeLocation']]);
    assert.deepEqual(await fixes({ ...open, home: away }, { synced: 'Dropbox' }), [['warning', null, null]]);
    assert.match(healthText(await look({ ...open, home: away })), /Open in \/work \(kept in \/data\/boards\/work\)/);
  });
});

describe('The health of tools', () => {
  it('looks for the shell, git and the programs that checks of open cards begin with, and starts none of them', async () => {
    const command = (text: string): object => ({ kind: 'command', command: text, timeLimit: 60 });
    const card = (number: number, ...commands: string[]): ReturnType<typeof aTask> =>
      aTask({ number, checks: commands.map((text, id) => ({ id: String(id), spec: command(text), state: 'accepted' })) as never });
    const found = await run([
      toolCheck(
        async () => ({
          findShell: () => '/bin/sh',
          findProgram: (name) => (name === 'npm' ? '/usr/bin/npm' : undefined),
          findUnused: () => undefined,
          listTools: async () => [],
        }),
        async () => [card(1, 'npm test', 'cd x && make'), card(2, 'CI=1 npm test', 'cargo test')],
      ),
    ]);
    assert.deepEqual(found.map(short), [
      ['Shell', 'ok', null, null],
      ['npm', 'ok', null, null],
      ['cargo', 'problem', 'open-settings', 'rota.command.environment'],
      ['git', 'note', null, null],
    ]);
    assert.match(found[1]?.detail ?? '', /#1, #2/);
  });

  it('reads the program of a command line only where it is plain', () => {
    assert.deepEqual(['npm test', 'A=1 B=2 make -j', './run.sh', '"my tool" x', 'test -f a', '$TOOL x', '', '(cd a; b)'].map(programOf), [
      'npm',
      'make',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
