import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, statSync, symlinkSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { BlobHash } from '../../../../src/core/model/scalars.ts';
import { createBlobs } from '../../../../src/core/store/blobs.ts';
import type { BlobFiles } from '../../../../src/core/store/storeParts.ts';
import { nodeStoreFiles } from '../../../../src/node/nodeStoreFiles.ts';
import { tempFolder } from '../../../support/tempFolder.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blobsIn = (folder: string): BlobFiles => createBlobs({ files: nodeStoreFiles, folder: join(folder, 'blobs'), sha256 });
const hello = new TextEncoder().encode('hello');

describe('Blobs', () => {
  test('come back as they were put, and the same content is kept once', async (context) => {
    const folder = await tempFolder(context);
    const blobs = blobsIn(folder);
    const hash = await blobs.put(hello);
    const path = join(folder, 'blobs', hash.slice(0, 2), hash);
    const { ino } = statSync(path);
    assert.equal(await blobs.put(hello.slice()), hash);
    assert.equal(statSync(path).ino, ino);
    assert.deepEqual(await blobsIn(folder).read(hash), hello);
    assert.deepEqual(await blobs.read(await blobs.put(new Uint8Array())), new Uint8Array());
    assert.equal(await blobs.read(BlobHash.parse('0'.repeat(64))), undefined);
    assert.deepEqual(readdirSync(join(folder, 'blobs', hash.slice(0, 2))), [hash], 'nothing else is left there');
  });

  test('are refused when their bytes changed, and mended by putting them again', async (context) => {
    const folder = await tempFolder(context);
    const blobs = blobsIn(folder);
    const hash = await blobs.put(hello);
    const path = join(folder, 'blobs', hash.slice(0, 2), hash);
    writeFileSync(path, 'jello');
    await assert.rejects(blobs.read(hash), { code: 'damaged', message: new RegExp(hash) });
    await blobs.put(hello);
    assert.deepEqual(await blobs.read(hash), hello);
  });
});

test('Files of the store belong to their owner alone, and links out of it are not followed', {
  skip: process.platform === 'win32',
}, async (context) => {
  const folder = await tempFolder(context);
  const hash = await blobsIn(folder).put(hello);
  const shelf = join(folder, 'blobs', hash.slice(0, 2));
  assert.equal(statSync(shelf).mode & 0o777, 0o700);
  assert.equal(statSync(join(shelf, hash)).mode & 0o777, 0o600);
  const outside = join(folder, 'outside');
  writeFileSync(outside, 'mine');
  symlinkSync(outside, join(shelf, 'link'));
  for (const how of ['create', 'update', 'append', 'read'] as const) {
    assert.throws(() => nodeStoreFiles.open(join(shelf, 'link'), how), { code: 'ELOOP' });
  }
  assert.throws(() => nodeStoreFiles.read(join(shelf, 'link')), { code: 'ELOOP' });
  assert.equal(readFileSync(outside, 'utf8'), 'mine');
});
