import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Backups } from '../../../../src/node/backups.ts';
import { createNodeIds } from '../../../../src/node/nodeIds.ts';
import { OwnerLock } from '../../../../src/node/ownerLock.ts';
import { ownSide } from '../../../../src/node/sharing/sides.ts';
import { createStderrLog } from '../../../../src/node/stderrLog.ts';
import { peerProtocol } from '../../../../src/protocol/peerProtocol.ts';
import { testSeal } from '../../../support/testSeal.ts';
import { tempFolder } from '../../../support/tempFolder.ts';

test('an owner whose door cannot be opened has its store all the same, says so, and gives the lock back', async (context) => {
  const folder = await tempFolder(context);
  const notices: string[] = [];
  const token = createNodeIds().token();
  const door = { protocol: peerProtocol, address: join(folder, 'gone', 'door'), secret: token };
  const { lock } = await OwnerLock.tryAcquire(folder, { token, door });
  assert.ok(lock);
  const side = await ownSide(
    {
      folder,
      place: { root: folder, location: 'user', folder, exists: true },
      backups: new Backups({ dataFolder: folder, storeId: testSeal().storeId, root: folder }),
      seal: testSeal(),
      mayCreate: true,
      notify: (message) => notices.push(message),
      log: createStderrLog({ environment: {} }),
    },
    { lock, door },
    { told: () => undefined, lost: () => undefined },
  );
  assert.deepEqual([side.kind, (await side.answer({ id: 1, operation: 'countTasks', args: [] })).type], ['owner', 'answer']);
  assert.match(notices.join(), /^Other windows cannot reach this board: .*door cannot be listened at \((EACCES|ENOENT)\)/);
  await side.close();
  assert.ok((await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() })).lock);
});
