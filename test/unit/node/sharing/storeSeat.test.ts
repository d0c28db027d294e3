import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openOwnedStore } from '../../../../src/node/localStore.ts';
import { OwnerLock } from '../../../../src/node/ownerLock.ts';
import { OwnerDoor } from '../../../../src/node/sharing/ownerDoor.ts';
import { StoreSeat } from '../../../../src/node/sharing/storeSeat.ts';
import { StoreServer } from '../../../../src/node/storeServer.ts';
import { createStderrLog } from '../../../../src/node/stderrLog.ts';
import { peerProtocol, type Door } from '../../../../src/protocol/peerProtocol.ts';
import type { StoreMessage, StoreRequest } from '../../../../src/protocol/storeProtocol.ts';
import { LocalStoreFixture } from '../../../support/localStore.ts';
import { addQueued, agent, anOutcome, by, claim, person } from '../../../support/storeScenario.ts';
import type { Cleanup } from '../../../support/tempFolder.ts';

const log = createStderrLog({ environment: {} });

interface DyingOwner {
  readonly seat: StoreSeat;
  /** From the next such request on the owner does what it is asked, and is gone before it answers. */
  dieAt(operation: string): void;
}

/** A follower of an owner that can die between what it does and its answer. */
async function followDyingOwner(context: Cleanup): Promise<DyingOwner> {
  const fixture = await LocalStoreFixture.make(context);
  const made = await fixture.open();
  await made.close();
  const door: Door = { protocol: peerProtocol, address: join(fixture.dataFolder, 'door'), secret: randomBytes(32).toString('hex') };
  const { lock } = await OwnerLock.tryAcquire(fixture.folder, { token: randomBytes(32).toString('hex'), door });
  assert.ok(lock);
  const options = { ...fixture.proof(made.storeId), notify: assert.fail, log };
  const { store, close } = await openOwnedStore(options, lock);
  const server = new StoreServer(store);
  let last: string | undefined;
  const owner = await OwnerDoor.open(door, {
    opened: () => ({ type: 'opened', storeId: made.storeId, readOnly: null, displaced: false }),
    async answer(request) {
      const message = await server.answer(request);
      if (request.operation === last) {
        owner.close();
        await close();
      }
      return message;
    },
  });
  const seat = new StoreSeat(options);
  context.after(async () => {
    await seat.close();
    owner.close();
    lock?.release();
  });
  return { seat, dieAt: (operation) => (last = operation) };
}

let lastId = 0;

async function ask(seat: StoreSeat, operation: string, ...args: unknown[]): Promise<unknown> {
  const request: StoreRequest = { id: (lastId += 1), operation, args };
  const message: StoreMessage = await seat.answer(request);
  assert.ok(message.type === 'answer' && message.id === request.id, JSON.stringify(message));
  return typeof message.result === 'string' ? JSON.parse(message.result) : message.result;
}

test('a step whose answer the owner took with it is answered once by the next, with its first outcome', async (context) => {
  const { seat, dieAt } = await followDyingOwner(context);
  dieAt('createTask');
  const made = (await ask(seat, 'createTask', { title: 'once' }, 'test', by(person))) as { number: number };
  const { items } = (await ask(seat, 'listTasks', {})) as { items: { number: number; title: string }[] };
  assert.deepEqual(
    items.map(({ number, title }) => [number, title]),
    [[made.number, 'once']],
  );
});

test('many steps at once are asked for again in their order', async (context) => {
  const { seat, dieAt } = await followDyingOwner(context);
  dieAt('countTasks');
  const titles = Array.from({ length: 20 }, (_, index) => `card ${index}`);
  await Promise.all([ask(seat, 'countTasks'), ...titles.map((title) => ask(seat, 'createTask', { title }, 'test', by(person)))]);
  const { items } = (await ask(seat, 'listTasks', { order: 'number' })) as { items: { title: string }[] };
  assert.deepEqual(
    items.map(({ title }) => title),
    titles,
  );
});

test('the end of a run and what it recorded are kept once when the owner dies at either', async (context) => {
  for (const last of ['appendRunEvents', 'endRun']) {
    const { seat, dieAt } = await followDyingOwner(context);
    const store = {
      createTask: (...args: unknown[]) => ask(seat, 'createTask', ...args),
      claimTask: (...args: unknown[]) => ask(seat, 'claimTask', ...args),
    };
    await addQueued(store as never);
    const { key } = await claim(store as never, { leaseUntil: Date.now() + 60_000 });
    const event = (message: string): object => ({ at: 1000, body: { type: 'status', message } });
    assert.equal(await ask(seat, 'appendRunEvents', key, [event('one'), event('two')], false), 1);
    dieAt(last);
    assert.equal(await ask(seat, 'appendRunEvents', key, [event('three')], false), 3);
    assert.equal(((await ask(seat, 'endRun', key, anOutcome(), by(agent))) as { status: string }).status, 'review');
    const events = (await ask(seat, 'readRunEvents', key.run, 0)) as { seq: number; body: { message: string } }[];
    assert.deepEqual(
      events.map(({ seq, body }) => [seq, body.message]),
      [
        [1, 'one'],
        [2, 'two'],
        [3, 'three'],
      ],
    );
  }
});

test('an owner that cannot be followed from here leaves a picture that says why, and is not disturbed', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const made = await fixture.open();
  await made.createTask({ title: 'one' }, 'test', by(person));
  await made.close();
  const door: Door = { protocol: peerProtocol + 1, address: join(fixture.dataFolder, 'door'), secret: randomBytes(32).toString('hex') };
  const token = randomBytes(32).toString('hex');
  for (const [claimed, reason] of [
    [{ token, door }, /^another version of Rota has it open \(process \d+\)\. Close it there/],
    [{ token }, /older Rota/],
  ] as const) {
    const { lock } = await OwnerLock.tryAcquire(fixture.folder, claimed);
    assert.ok(lock);
    const store = await fixture.open(false);
    assert.match(store.readOnly ?? '', reason);
    assert.equal((await store.findTask(1))?.title, 'one');
    await assert.rejects(store.createTask({ title: 'two' }, 'test', by(person)), { code: 'read-only' });
    await store.close();
    assert.ok(lock.held());
    lock.release();
  }
});

test('an owner on another machine is known by its lock', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const made = await fixture.open();
  await made.close();
  const owner = {
    token: randomBytes(32).toString('hex'),
    pid: process.pid,
    start: null,
    machine: 'another',
    host: 'elsewhere',
    since: Date.now(),
    door: null,
  };
  const path = join(fixture.folder, 'owner.lock');
  writeFileSync(path, JSON.stringify(owner));
  const store = await fixture.open(false);
  assert.match(store.readOnly ?? '', /^it is open on elsewhere \(process \d+\)\. Close it there/);
  await store.close();
  rmSync(path);
});
