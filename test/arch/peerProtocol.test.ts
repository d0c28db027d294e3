import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as z from 'zod';
import { Challenge, Door, Hello, peerProtocol, Proof } from '../../src/protocol/peerProtocol.ts';
import { StoreMessage, storeOperations, StoreRequest } from '../../src/protocol/storeProtocol.ts';

/** What the last version that people have said of itself. Written here with each release. */
const released = { number: 0, shape: 'none' };

test('processes of different versions tell each other apart: messages that changed since the last release have a higher number', () => {
  const schemas = { Challenge, Door, Hello, Proof, StoreMessage, StoreRequest };
  const operations = Object.entries(storeOperations).map(([name, { args, result }]) => [name, shapeOf(args), shapeOf(result)]);
  const all = JSON.stringify([Object.entries(schemas).map(([name, schema]) => [name, shapeOf(schema)]), operations]);
  const shape = createHash('sha256').update(all).digest('hex').slice(0, 16);
  const isNew = peerProtocol > released.number;
  assert.equal(isNew, shape !== released.shape, `shape ${shape}, number ${peerProtocol}`);
});

function shapeOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
