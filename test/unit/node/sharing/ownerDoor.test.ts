import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { Door } from '../../../../src/protocol/peerProtocol.ts';
import { peerProtocol } from '../../../../src/protocol/peerProtocol.ts';
import type { StoreRequest } from '../../../../src/protocol/storeProtocol.ts';
import { encodeFrame } from '../../../../src/node/sharing/frames.ts';
import { OwnerDoor } from '../../../../src/node/sharing/ownerDoor.ts';
import { LinkLost, OwnerLink } from '../../../../src/node/sharing/ownerLink.ts';
import { doorAddress } from '../../../../src/node/sharing/runtimeFolder.ts';
import { tempFolder, type Cleanup } from '../../../support/tempFolder.ts';

const newSecret = (): string => randomBytes(32).toString('hex');

/** A door that answers every request with its operation. */
async function openDoor(context: Cleanup): Promise<{ door: Door; owner: OwnerDoor; asked: StoreRequest[] }> {
  const door: Door = { protocol: peerProtocol, address: join(await tempFolder(context), 'door'), secret: newSecret() };
  const asked: StoreRequest[] = [];
  const owner = await OwnerDoor.open(door, {
    proveWithin: 300,
    opened: () => ({ type: 'opened', storeId: 'store', readOnly: null, displaced: false }),
    async answer(request) {
      asked.push(request);
      return { type: 'answer', id: request.id, result: JSON.stringify(request.operation) };
    },
  });
  context.after(async () => owner.close());
  return { door, owner, asked };
}

const ask = { id: 7, operation: 'countTasks', args: [] };

/** Says something at the door, and answers what comes back until the door hangs up. */
async function say(door: Door, ...pieces: readonly (Buffer | string)[]): Promise<{ heard: Buffer; after: number }> {
  const start = performance.now();
  const socket = createConnection(door.address);
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  socket.on('error', () => undefined);
  for (const piece of pieces) socket.write(piece);
  await new Promise((resolve) => socket.on('close', resolve));
  return { heard: Buffer.concat(heard), after: performance.now() - start };
}

function frame(message: object, most = 1e9): Buffer {
  return encodeFrame({ text: JSON.stringify(message), bytes: undefined }, most);
}

test('somebody who knows the secret is let in, asks and hears; the door is closed to other users', async (context) => {
  const { door, owner } = await openDoor(context);
  const link = await OwnerLink.connect(door, 5000);
  const heard: unknown[] = [];
  link.onMessage((message) => heard.push(message));
  owner.tell({ type: 'notice', message: 'hello' });
  assert.deepEqual(await link.answer(ask), { type: 'answer', id: 7, result: '"countTasks"' });
  assert.deepEqual([link.opened.storeId, heard], ['store', [{ type: 'notice', message: 'hello' }]]);
  if (process.platform !== 'win32') assert.equal(statSync(door.address).mode & 0o777, 0o600);
  link.close();
});

test('who does not know the secret, speaks another version or nothing understandable reaches no store, and disturbs nobody', async (context) => {
  const { door, asked } = await openDoor(context);
  const link = await OwnerLink.connect(door, 5000);
  await assert.rejects(OwnerLink.connect({ ...door, secret: newSecret() }, 5000), LinkLost);
  await assert.rejects(OwnerLink.connect({ ...door, protocol: peerProtocol + 1 }, 5000), LinkLost);
  const hello = { type: 'hello', protocol: peerProtocol, nonce: newSecret() };
  const hostile: (Buffer | string)[][] = [
    ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    [randomBytes(5000)],
    [frame(ask)],
    [frame({ ...hello, more: 1 })],
    [frame(hello), frame(ask)],
    [frame(hello), frame({ type: 'proof', proof: newSecret() })],
    [frame(hello), frame({ type: 'proof', proof: '' })],
    [frame({ ...hello, padding: 'x'.repeat(5000) })],
    [Buffer.from([255, 255, 255, 127, 1, 0, 0, 0])],
    [Buffer.from([1, 0, 0, 0, 255, 0, 0, 0, 0])],
  ];
  for (const pieces of hostile) assert.ok((await say(door, ...pieces)).after < 2500, String(pieces[0]).slice(0, 40));
  assert.deepEqual(asked, []);
  assert.equal((await link.answer(ask)).type, 'answer');
  link.close();
});

test('the proof of one meeting is none in the next, and that of the owner none of a follower', async (context) => {
  const { door, asked } = await openDoor(context);
  const hello = frame({ type: 'hello', protocol: peerProtocol, nonce: newSecret() });
  const recorded: Buffer[] = [];
  // Stands between a follower and the door, and writes down what it says.
  const between = createServer((socket) => {
    const there = createConnection(door.address);
    socket.on('data', (chunk) => recorded.push(chunk));
    socket.pipe(there).pipe(socket);
    for (const end of [socket, there]) end.on('error', () => end.destroy());
  });
  const address = join(dirname(door.address), 'between');
  await new Promise<void>((resolve) => between.listen(address, resolve));
  (await OwnerLink.connect({ ...door, address }, 5000)).close();
  between.close();
  assert.equal(Buffer.concat(recorded).includes(door.secret), false);
  await say(door, ...recorded);
  const { heard } = await say(door, hello);
  const { proof } = JSON.parse(heard.subarray(8).toString()) as { proof: string };
  await say(door, hello, frame({ type: 'proof', proof }));
  assert.deepEqual(asked, []);
});

test('an impostor at the address learns nothing that helps it, and is not believed', async (context) => {
  const address = join(await tempFolder(context), 'door');
  const door: Door = { protocol: peerProtocol, address, secret: newSecret() };
  const heard: Buffer[] = [];
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => heard.push(chunk));
    socket.write(frame({ type: 'challenge', nonce: newSecret(), proof: newSecret() }));
  });
  await new Promise<void>((resolve) => server.listen(address, resolve));
  context.after(async () => void server.close());
  await assert.rejects(OwnerLink.connect(door, 5000), LinkLost);
  const text = Buffer.concat(heard).toString();
  assert.match(text, /"hello"/);
  assert.doesNotMatch(text, /"proof"/);
  assert.equal(text.includes(door.secret), false);
});

test('who takes too long to prove anything is shown out, and so is an owner that says nothing', async (context) => {
  const { door } = await openDoor(context);
  const socket = createConnection(door.address);
  socket.on('error', () => undefined);
  const slow = setInterval(() => socket.write('\u0001'), 50); // a byte now and then
  const start = performance.now();
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(slow);
  assert.ok(performance.now() - start < 3000);
  const silent = createServer(() => undefined);
  const address = join(dirname(door.address), 'silent');
  await new Promise<void>((resolve) => silent.listen(address, resolve));
  await assert.rejects(OwnerLink.connect({ ...door, address }, 200), LinkLost);
  silent.close();
});

test('a follower that was let in and then sends what is no request loses its own connection only', async (context) => {
  const { door, owner } = await openDoor(context);
  const [bad, good] = [await OwnerLink.connect(door, 5000), await OwnerLink.connect(door, 5000)];
  const gone = new Promise((resolve) => owner.onDidDepart(() => resolve('gone')));
  await assert.rejects(bad.answer({ id: 1, operation: 5 as never, args: [] }), LinkLost);
  assert.equal(await gone, 'gone');
  assert.equal((await good.answer(ask)).type, 'answer');
  good.close();
});

test('the door stands in a folder of the user alone', {
  skip: process.platform === 'win32' ? 'pipes have no folder' : false,
}, async (context) => {
  const runtime = await tempFolder(context);
  const address = doorAddress('token', { XDG_RUNTIME_DIR: runtime });
  assert.equal(dirname(address), join(runtime, 'rota'));
  assert.equal(statSync(dirname(address)).mode & 0o777, 0o700);
  assert.notEqual(doorAddress('other', { XDG_RUNTIME_DIR: runtime }), address);
  const long = join(runtime, 'x'.repeat(90));
  assert.ok(Buffer.byteLength(doorAddress('token', { XDG_RUNTIME_DIR: long })) <= 103);
});
