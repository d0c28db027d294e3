import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FileConsents } from '../../../src/node/fileConsents.ts';
import { makeExampleWorkspace, type ExampleParts } from '../../../src/node/exampleWorkspace.ts';
import { openStore } from '../../../src/node/openStore.ts';
import { storePlaceAt } from '../../../src/node/storePlace.ts';
import { exampleCards } from '../../../src/vscode/firstStart/exampleCards.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const source = join(import.meta.dirname, '../../../examples/first-card');
const nothing = (): void => undefined;

async function parts(test: { after(fn: () => Promise<void>): void }): Promise<ExampleParts> {
  const base = await tempFolder(test);
  return {
    source,
    folder: join(base, 'rota-example'),
    dataFolder: await tempFolder(test),
    cards: exampleCards(),
    author: { kind: 'person', name: 'ada' },
    notify: nothing,
  };
}

describe('The example workspace', () => {
  it('has a board whose cards wait, whose checks may run, and whose agent is the model that was chosen', async (test) => {
    const example = await parts(test);
    await makeExampleWorkspace({ ...example, agent: { name: 'coder', model: { provider: 'simulated' } } });
    const store = await openStore(storePlaceAt(example.folder), { create: false, dataFolder: example.dataFolder, notify: nothing });
    test.after(() => store.close());
    const { items } = await store.listTasks({ order: 'number' });
    assert.deepEqual(
      items.map(({ number, status, openDependencies, accepted }) => ({ number, status, openDependencies, accepted })),
      [
        { number: 1, status: 'todo', openDependencies: 0, accepted: true },
        { number: 2, status: 'todo', openDependencies: 0, accepted: true },
        { number: 3, status: 'todo', openDependencies: 1, accepted: true },
      ],
    );
    assert.deepEqual(
      (await store.listAgents()).map(({ name, mode }) => ({ name, mode })),
      [{ name: 'coder', mode: 'ask' }],
    );
    assert.ok(await new FileConsents(example.dataFolder, nothing).has('check-command', store.storeId, 'npm test'));
  });

  it('has a test that is red, and green once the one mistake is mended', async (test) => {
    const example = await parts(test);
    await makeExampleWorkspace(example);
    const run = (): number | null =>
      spawnSync(process.execPath, ['--test', 'test/count.test.js'], { cwd: example.folder, env: { PATH: process.env['PATH'] } }).status;
    assert.equal(run(), 1);
    const file = join(example.folder, 'src/count.js');
    await writeFile(file, (await readFile(file, 'utf8')).replace('${thing}s`', "${thing}${number === 1 ? '' : 's'}`"));
    assert.equal(run(), 0);
  });

  it('is never written over a folder, and leaves nothing behind when its board cannot be made', async (test) => {
    const example = await parts(test);
    await assert.rejects(makeExampleWorkspace({ ...example, cards: [{ draft: { title: '' } }] }));
    assert.ok(!existsSync(example.folder));
    await makeExampleWorkspace(example);
    await writeFile(join(example.folder, 'README.md'), 'mine\n');
    await assert.rejects(makeExampleWorkspace(example));
    assert.equal(await readFile(join(example.folder, 'README.md'), 'utf8'), 'mine\n');
  });
});
