import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { createApp } from '../../../src/app.ts';
import type { ActionCall } from '../../../src/core/actions/action.ts';
import type { Effect } from '../../../src/core/model/effect.ts';
import type { ModelChoice } from '../../../src/core/model/agent.ts';
import { defaultBoard } from '../../../src/core/model/board.ts';
import type { Task } from '../../../src/core/model/task.ts';
import { createProvider } from '../../../src/core/providers/createProvider.ts';
import { createTextFilter } from '../../../src/core/base/safeText.ts';
import { defineTool, type Tool } from '../../../src/core/tools/tool.ts';
import { nodeClock } from '../../../src/node/nodeClock.ts';
import { createNodeIds } from '../../../src/node/nodeIds.ts';
import { openStore } from '../../../src/node/openStore.ts';
import { findStorePlace } from '../../../src/node/storePlace.ts';
import { memoryWorkArea } from '../../support/memoryWorkArea.ts';
import { toolResult, type Client } from './clients.ts';

/** A host that is up, as an editor or a waiting command line is: what its start costs is measured elsewhere. */
export interface BenchHost {
  readonly converse: Client;
  close(): Promise<void>;
}

const folder = { root: 'app', path: '' };
const reads: Effect = { kind: 'read', at: folder, secret: false };
const acts: Effect = { kind: 'command', command: 'note', folder, background: false };

/** The trivial tool. One that acts takes the strictest path: its intent is on disk before it runs. */
function noteTool(effect: Effect): Tool {
  return defineTool({
    name: 'note',
    description: 'Notes something.',
    input: z.object({ what: z.string() }),
    prepare: ({ what }) => ({ summary: `Note ${what}`, effects: [effect], run: async () => toolResult }),
  });
}

const person: ActionCall = { actor: { kind: 'person', name: 'bench' }, door: 'bench', signal: new AbortController().signal };

/** The product as a host builds it: durable store in its thread, journal, run log, policy, filter, leases. Only the tool is trivial. */
export async function openBenchHost(provider: 'openai' | 'ollama', tool: 'reading' | 'acting' = 'reading'): Promise<BenchHost> {
  const folder = mkdtempSync(join(tmpdir(), 'rota-bench-'));
  const ids = createNodeIds();
  const quiet = (): void => undefined;
  const store = await openStore(findStorePlace(folder), { create: true, dataFolder: join(folder, 'data'), notify: quiet });
  const app = createApp({
    board: () => defaultBoard,
    store,
    ids,
    clock: nodeClock,
    tools: [noteTool(tool === 'acting' ? acts : reads)],
    workArea: memoryWorkArea(),
    slots: 1,
    holder: 'bench',
    isHolderGone: () => false,
    log: { info: quiet, warn: quiet, error: (message, error) => console.error(message, error) },
    filter: createTextFilter({ secrets: ['a-key-that-never-occurs'] }),
    consents: { has: async () => false, grant: async () => undefined },
    approver: { answer: async () => undefined },
    processes: { start: () => Promise.reject(new Error('no processes here')) as never, sweep: async () => 0 },
    createProvider: async (choice) =>
      createProvider(choice, { fetch, clock: nodeClock, ids, findKey: async () => undefined, readScript: async () => '' }),
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  let made = 0;
  return {
    converse: async (baseUrl, sink) => {
      const listening = app.runs.onNews((news) => {
        if (news.kind === 'live' && news.event.type === 'text-delta') sink(news.event.text);
      });
      const model: ModelChoice =
        provider === 'openai' ? { provider, baseUrl, model: 'm' } : { provider, baseUrl, model: 'm', contextTokens: 1_000_000 };
      const agent = `bench ${++made}`;
      await app.actions.call('agent.create', { name: agent, model, budget: { steps: 10_000, tokens: 1_000_000_000 } }, person);
      const task = (await app.actions.call('task.create', { title: 'go', agent }, person)) as Task;
      const report = (await app.actions.call(
        'task.execute',
        { tasks: [task.id], grants: [{ kind: 'command', command: 'note' }] },
        person,
      )) as { tasks: Task[] };
      if (report.tasks[0]?.status !== 'review')
        throw new Error(`the run did not finish: ${report.tasks[0]?.status} ${report.tasks[0]?.error}`);
      listening.dispose();
    },
    close: async () => {
      await app.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
