import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/core/base/errors.ts';
import { FileConsents } from '../../../src/node/fileConsents.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const person = { kind: 'person', name: 'Ada' } as const;

async function setUp(t: Parameters<typeof tempFolder>[0]) {
  const folder = await tempFolder(t);
  const reports: string[] = [];
  const open = (): FileConsents => new FileConsents(folder, (message) => reports.push(message));
  return { folder, reports, open, file: join(folder, 'consents.jsonl'), key: join(folder, 'consents.key') };
}

test('a consent holds for the exact content, kind and store, also after a restart', async (t) => {
  const { open, reports, file, key } = await setUp(t);
  await open().grant('check-command', 'store1', 'npm test', person);
  const consents = open();
  assert.equal(await consents.has('check-command', 'store1', 'npm test'), true);
  assert.equal(await consents.has('check-command', 'store1', 'npm test '), false);
  assert.equal(await consents.has('check-command', 'store2', 'npm test'), false);
  assert.equal(await consents.has('agent-file', 'store1', 'npm test'), false);
  assert.deepEqual(reports, []);
  for (const path of [file, key]) assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /npm test/);
});

test('forged, edited and cut records grant nothing and are reported once', async (t) => {
  const { open, reports, file } = await setUp(t);
  await open().grant('check-command', 'store1', 'npm test', person);
  const line = readFileSync(file, 'utf8').trim();
  const hash = (line.match(/"hash":"(\w+)"/) ?? [])[1]!;
  const forgeries = [
    line.replace('store1', 'store2'),
    line.replace('check-command', 'agent-file'),
    line.replace('Ada', 'Eve'),
    line.replace(hash, '0'.repeat(64)),
    line.replace(/"mac":"\w+"/, '"mac":""'),
    line.replace('{"entry":{', '{"entry":{"extra":1,'),
    line.slice(0, -20),
    'not json',
  ];
  for (const forged of forgeries) {
    writeFileSync(file, `${forged}\n${forged}\n`);
    const consents = open();
    assert.equal(await consents.has('check-command', 'store1', 'npm test'), false, forged);
    for (const kind of ['check-command', 'agent-file'] as const)
      assert.equal(await consents.has(kind, 'store2', 'npm test'), false, forged);
    assert.equal(reports.length, 1);
    assert.match(reports.pop()!, /consents\.jsonl holds records .* count for nothing/);
  }
});

test('records of another machine or an older key grant nothing', async (t) => {
  const [one, two] = [await setUp(t), await setUp(t)];
  await one.open().grant('check-command', 's', 'make', person);
  await two.open().grant('check-command', 's', 'other', person);
  appendFileSync(two.file, readFileSync(one.file));
  assert.equal(await two.open().has('check-command', 's', 'make'), false);
  rmSync(one.key);
  assert.equal(await one.open().has('check-command', 's', 'make'), false);
});

test('a record that is removed by hand counts no more, though the host still runs', async (t) => {
  const { open, file } = await setUp(t);
  const consents = open();
  await consents.grant('check-command', 's', 'make one', person);
  const first = readFileSync(file, 'utf8');
  await consents.grant('check-command', 's', 'make two', person);
  writeFileSync(file, readFileSync(file, 'utf8').slice(first.length) + '\n'.repeat(first.length));
  assert.equal(await consents.has('check-command', 's', 'make one'), false);
  assert.equal(await consents.has('check-command', 's', 'make two'), true);
});

test('a line that a crash cut short does not swallow the next consent', async (t) => {
  const { open, file } = await setUp(t);
  const consents = open();
  await consents.grant('check-command', 's', 'make one', person);
  appendFileSync(file, '{"entry":{"kind":"che');
  await consents.grant('check-command', 's', 'make two', person);
  for (const command of ['make one', 'make two']) assert.equal(await open().has('check-command', 's', command), true);
});

test('an empty or cut key, which anybody could guess, makes no consent count', async (t) => {
  const { open, reports, key } = await setUp(t);
  writeFileSync(key, '', { mode: 0o600 });
  await assert.rejects(open().grant('check-command', 's', 'make', person), UserError);
  rmSync(key);
  await open().grant('check-command', 's', 'make', person);
  writeFileSync(key, 'ab');
  assert.equal(await open().has('check-command', 's', 'make'), false);
  assert.match(reports[0]!, /consents\.key is not a key that Rota wrote/);
});

test('files that others can read count for nothing until that is mended', { skip: process.platform === 'win32' }, async (t) => {
  const { open, reports, file } = await setUp(t);
  const consents = open();
  await consents.grant('check-command', 's', 'make', person);
  chmodSync(file, 0o644);
  assert.equal(await consents.has('check-command', 's', 'make'), false);
  assert.equal(await consents.has('check-command', 's', 'make'), false);
  assert.equal(reports.length, 1);
  assert.match(reports[0]!, /chmod 600/);
  chmodSync(file, 0o600);
  assert.equal(await consents.has('check-command', 's', 'make'), true);
});

test('two hosts that start at once and grant by turns see each other and share one key', async (t) => {
  const { open, reports } = await setUp(t);
  const [one, two] = [open(), open()];
  await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).grant('check-command', 's', `make ${index}`, person)));
  for (let index = 0; index < 20; index++)
    for (const host of [one, two]) assert.equal(await host.has('check-command', 's', `make ${index}`), true);
  assert.deepEqual(reports, []);
});
