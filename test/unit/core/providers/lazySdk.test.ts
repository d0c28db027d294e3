import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';

const source = new URL('../../../../src/core/providers/createProvider.ts', import.meta.url).href;

/** Prints the SDK files that a process loads while it makes a provider and reads one stream. */
const program = (choice: object): string => `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({ load: (url, context, next) => (/node_modules\\/(openai|ollama)\\//.test(url) && loaded.add(url), next(url, context)) });
  const { createProvider } = await import(${JSON.stringify(source)});
  const clock = { now: Date.now, monotonic: () => performance.now(), after: (ms, callback) => { const timer = setTimeout(callback, ms); return { dispose: () => clearTimeout(timer) }; } };
  const readScript = async () => '{"version":1,"runs":[{"match":"","replies":[{"text":"hi"}]}]}';
  const provider = createProvider(${JSON.stringify(choice)}, { fetch, clock, ids: { next: () => '1' }, findKey: async () => undefined, readScript });
  for await (const event of provider.stream({ messages: [], tools: [] }, new AbortController().signal)) void event;
  console.log(loaded.size);`;

async function filesLoaded(choice: object): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program(choice)], { timeout: 20_000 });
  return Number(stdout);
}

test('a run with a script loads no SDK, a run with a server loads its own', { timeout: 30_000 }, async () => {
  assert.equal(await filesLoaded({ provider: 'scripted', script: 'a.json' }), 0);
  assert.ok((await filesLoaded({ provider: 'openai', baseUrl: 'http://127.0.0.1:9', model: 'm' })) > 0, 'the probe sees SDK files');
});
