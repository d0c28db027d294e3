import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test, type TestContext } from 'node:test';
import { findChromium } from './chromium.ts';
import { editorVersion, installEditor } from './installEditor.ts';
import { startEditor, type EditorOptions, type RunningEditor } from './startEditor.ts';

const evidence = join(import.meta.dirname, '../../../.tmp/failed');

/**
 * A suite whose tests share one editor, in the order in which they stand: `await describeEditor('The board', {}, (running) => { it(...) })`.
 * Where no editor can be had its tests are skipped with the reason, unless `CI` or `ROTA_REQUIRE_EDITOR` is set. When a test fails, a picture of
 * the window and the editor's logs are kept in `.tmp/failed`.
 */
export async function describeEditor(name: string, options: EditorOptions, define: (running: () => RunningEditor) => void): Promise<void> {
  const reason = await findObstacle();
  if (reason !== undefined && isRequired()) throw new Error(reason);
  // A skipped suite is not counted by the runner; a skipped test is told with its reason.
  if (reason !== undefined) return void test(name, { skip: reason });
  describe(name, () => {
    let running: RunningEditor | undefined;
    before(async () => {
      running = await startEditor(options);
    });
    afterEach(async (context) => {
      if (running && 'passed' in context && !context.passed) await keepEvidence(running, context);
    });
    after(async () => running?.close());
    define(() => {
      if (!running) throw new Error('The editor runs only while the tests run: ask for it within a test.');
      return running;
    });
  });
}

async function keepEvidence({ editor, server }: RunningEditor, { fullName }: Pick<TestContext, 'fullName'>): Promise<void> {
  const folder = join(evidence, fullName.replace(/[^\w]+/g, '-').slice(0, 100));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(server.logs, join(folder, 'logs'), { recursive: true });
  await editor.picture(join(folder, 'window.png'));
  console.error(`A picture of the window and the editor's logs are in ${folder}`);
}

/** Why there can be no editor here; `undefined` if there can. Fetches the editor's server the first time. */
async function findObstacle(): Promise<string | undefined> {
  if (findChromium() === undefined) return 'There is no Chromium on this machine (install it, or name it in ROTA_CHROMIUM).';
  try {
    await installEditor(editorVersion(), (line) => console.error(line));
    return undefined;
  } catch (error) {
    return `The editor's server could not be fetched from the npm registry: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`;
  }
}

function isRequired(): boolean {
  return Boolean(process.env['CI'] || process.env['ROTA_REQUIRE_EDITOR']);
}
