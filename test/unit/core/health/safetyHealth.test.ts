import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardFacts } from '../../../../src/core/health/boardHealth.ts';
import { checkHealth } from '../../../../src/core/health/healthCheck.ts';
import { asideCheck, backupCheck, type BackupFacts, type BoardUse } from '../../../../src/core/health/safetyHealth.ts';
import type { HealthFinding } from '../../../../src/core/model/health.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const DAY = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 29);
const home = { folder: '/work', store: '/work/.rota/local', location: 'workspace' } as const;
const open: BoardFacts = { kind: 'open', home, cards: 3, columnsProblem: undefined, readOnly: undefined, owner: undefined };
const failed: BoardFacts = { kind: 'failed', home, message: 'no', failure: 'damaged' };
const none: BackupFacts = { newest: undefined, count: 0 };
const copy = (madeAt: number): BackupFacts => ({ newest: { madeAt, cards: 3 }, count: 2 });

async function look(board: BoardFacts, backups: BackupFacts | undefined, use?: BoardUse): Promise<HealthFinding[]> {
  const check = backupCheck({ readBoard: async () => board, readBackups: async () => backups, readUse: async () => use });
  return checkHealth([check], { clock: new FakeClock(), patience: 1000, signal: new AbortController().signal });
}

const states = async (...facts: Parameters<typeof look>): Promise<string[]> =>
  (await look(...facts)).map(({ state, fix }) => `${state} ${fix}`);

test('a board that was used for more than a day and has no copy is warned of, a new one is not', async () => {
  assert.deepEqual(await states(open, none, { first: now - 2 * DAY, last: now }), ['warning null']);
  assert.deepEqual(await states(open, none, { first: now - DAY / 2, last: now }), ['note null']);
  assert.deepEqual(await states({ ...open, cards: 0 }, none), []);
});

test('a copy is old when the board was used long after it, however long ago both were', async () => {
  assert.deepEqual(await states(open, copy(now - 400 * DAY), { first: 0, last: now - 399 * DAY }), ['ok null']);
  const [late] = await look(open, copy(now - 9 * DAY), { first: 0, last: now });
  assert.equal(late?.state, 'warning');
  assert.match(late.detail, /^The newest of 2 copies is of .*, with 3 cards\. The board was changed until .*`rota backup now`/);
});

test('where the board cannot be opened, the newest copy is offered; where nothing is known, nothing is said', async () => {
  assert.deepEqual(await states(failed, copy(now)), ['note restore-backup']);
  assert.deepEqual(await states(failed, none), ['warning null']);
  assert.deepEqual(await states(failed, undefined), []);
  assert.deepEqual(await states({ kind: 'absent', home }, none), []);
});

test('folders with files that were set aside are named with what they take', async () => {
  const folders = [{ folder: '/work/.rota/local/damaged-1', bytes: 3_400_000 }];
  const check = asideCheck(
    async () => open,
    async (store) => (store === home.store ? folders : []),
  );
  const [found] = await checkHealth([check], { clock: new FakeClock(), patience: 1000, signal: new AbortController().signal });
  assert.equal(found?.state, 'note');
  assert.match(found.detail, /damaged-1 \(3\.4 MB\)\. Delete these folders/);
});
