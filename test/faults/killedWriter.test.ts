import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { nodeStoreFiles } from '../../src/node/nodeStoreFiles.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { TestChild } from './children.ts';
import { rounds } from './form.ts';
import { openWorkload, readTop, storeOptions } from './workload.ts';

test('A writer killed at any moment loses no acknowledged entry and leaves none by half', { timeout: 600_000 }, async (context) => {
  const folder = await tempFolder(context);
  let top = 0;
  let acknowledgements = 0;
  // The folder is kept: the recovery of what was recovered is tested too.
  for (let round = 0; round < rounds(20, 200); round++) {
    const writer = new TestChild('killedWriter.ts', [folder]);
    await writer.until((line) => line === 'ready');
    await wait(Math.random() * 250);
    await writer.kill();
    acknowledgements += writer.numbers.length;
    const acknowledged = Math.max(top, ...writer.numbers);
    const driver = await openWorkload(storeOptions({ files: nodeStoreFiles, folder }));
    top = readTop(driver);
    await driver.close();
    assert.ok(top >= acknowledged, `round ${round}: ${acknowledged - top} acknowledged entries are lost`);
  }
  context.diagnostic(`${acknowledgements} acknowledged entries`);
  assert.ok(acknowledgements > 0);
});
