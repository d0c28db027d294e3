import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, type TestContext, test } from 'node:test';
import { findChromium } from './chromium.ts';
import { editorVersion, installEditor } from './installEditor.ts';
import { startEditor, type EditorOptions, type RunningEditor } from './startEditor.ts';

const evidence = join(import.meta.dirname, '../../../.tmp/failed');

/**
 * A suite whose tests share one editor: `await describeEditor('The board', {}, (running) => { it(...) })`. No test may rest on another: each finds
 * a window without tabs and with nothing open over it, and after one that failed the next has a new window and a new workspace.
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
    let failed = false;
    before(async () => {
      running = await startEditor(options);
    });
    beforeEach(async (context) => {
      if (running === undefined) return;
      const closed = await settled(running, failed);
      failed = false;
      if (closed.length > 0) console.error(`Before "${context.name}" had to be closed or put back: ${closed.join(', ')}.`);
    });
    afterEach(async (context) => {
      if (running === undefined) return;
      failed = 'passed' in context && !context.passed;
      if (failed) await keepEvidence(running, context);
      await running.closeFurtherWindows();
    });
    after(async () => running?.close());
    define(() => {
      if (!running) throw new Error('The editor runs only while the tests run: ask for it within a test.');
      return running;
    });
  });
}

/** Brings the window to its known state, or opens another where the last test failed or this one does not come to rest. */
async function settled(running: RunningEditor, anew: boolean): Promise<string[]> {
  try {
    if (!anew) return await running.settle();
  } catch (error) {
    console.error('The window did not come to rest, so another one is opened:', error);
  }
  await running.renew();
  return ['the whole window', ...(await running.settle())];
}

async function keepEvidence({ editor, server }: RunningEditor, { fullName }: Pick<TestContext, 'fullName'>): Promise<void> {
  const again = process.env['ROTA_TEST_TRY'] === undefined ? '' : '-second-try';
  const folder = join(evidence, `${fullName.replace(/[^\w]+/g, '-').slice(0, 100)}${again}`);
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
