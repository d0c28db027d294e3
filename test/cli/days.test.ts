import assert from 'node:assert/strict';
import test from 'node:test';
import { ClearedTasks } from '../../src/core/actions/removalActions.ts';
import { Task } from '../../src/core/model/task.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

const two = (part: number): string => String(part).padStart(2, '0');
const dayText = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
/** A day from today on, where the test runs. */
const dayFromToday = (days: number): string => {
  const now = new Date();
  return dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12));
};

const dated = async ({ json }: Workspace, ...options: string[]): Promise<Task> => Task.parse(await json('task', 'add', 'x', ...options));

test('a due day is kept as that day, a due time as the instant that it is by its offset or here', async (t) => {
  const workspace = await createWorkspace(t);
  assert.equal((await dated(workspace, '--due', '2026-12-31')).due, '2026-12-31');
  assert.equal((await dated(workspace, '--due', '2026-12-31T18:00+01:00')).due, Date.parse('2026-12-31T17:00Z'));
  assert.equal((await dated(workspace, '--due', '2026-12-31T18:00Z')).due, Date.parse('2026-12-31T18:00Z'));
  assert.equal((await dated(workspace, '--due', '2026-12-31 18:00')).due, new Date(2026, 11, 31, 18).getTime());
  assert.match((await workspace.quick('task', 'show', '1')).stdout, /^due +2026-12-31$/m);
  assert.match((await workspace.quick('task', 'show', '4')).stdout, /^due +2026-12-31 18:00$/m);
  const changed = Task.parse(await workspace.json('task', 'edit', '4', '--due', '2027-01-01'));
  assert.equal(changed.due, '2027-01-01');
  assert.equal(Task.parse(await workspace.json('task', 'edit', '4', '--clear', 'due')).due, null);
});

test('days and times that do not exist are refused at every option that takes a date, with one sentence', async (t) => {
  const { quick } = await createWorkspace(t);
  await quick('task', 'add', 'one');
  const doors: string[][] = [
    ['task', 'add', 'x', '--due'],
    ['task', 'edit', '1', '--due'],
    ['task', 'add', 'x', '--run-after'],
    ['task', 'edit', '1', '--run-after'],
    ['task', 'clear', '--before'],
  ];
  for (const [date, said] of [
    ['2026-02-30', /There is no day 2026-02-30: that month has 28 days\./],
    ['2026-11-31', /There is no day 2026-11-31: that month has 30 days\./],
    ['2026-06-31T10:00', /There is no day 2026-06-31: that month has 30 days\./],
    ['2026-13-01', /There is no day 2026-13-01: months go from 01 to 12\./],
    ['2026-12-31T24:30', /There is no time 24:30: /],
    ['2026-12-31T25:00', /There is no time 25:00: /],
    ['1969-01-01', /1969-01-01 lies before 1970, and dates begin there\./],
    ['tomorrow', /A date is expected, for example 2026-12-31 or 2026-12-31T18:00\./],
  ] as const) {
    for (const door of doors) {
      const { code, stdout, stderr } = await quick(...door, date);
      assert.deepEqual([code, stdout], [2, ''], [...door, date].join(' '));
      assert.match(stderr, said, [...door, date].join(' '));
    }
  }
});

test('what is due today is not overdue, what was due yesterday is', async (t) => {
  const workspace = await createWorkspace(t);
  for (const days of [-1, 0, 1]) await dated(workspace, '--due', dayFromToday(days));
  const shown = await workspace.quick('board');
  assert.equal(shown.stdout.match(/overdue since/g)?.length, 1, shown.stdout);
  assert.match(shown.stdout, new RegExp(`overdue since ${dayFromToday(-1)}`));
  assert.match((await workspace.quick('task', 'show', '2')).stdout, new RegExp(`^due +${dayFromToday(0)}$`, 'm'));
});

test('a day set in Berlin is the same day in every other time zone', async (t) => {
  const berlin = await createWorkspace(t, { TZ: 'Europe/Berlin' });
  assert.equal((await berlin.rota('task', 'add', 'x', '--due', '2026-12-31')).code, 0);
  for (const TZ of ['America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
    const there = await createWorkspace(t, { TZ, ROTA_DATA_DIR: berlin.data });
    const { stdout, stderr } = await there.rota('-C', berlin.folder, 'task', 'show', '1');
    assert.match(stdout, /^due +2026-12-31$/m, `${TZ}: ${stderr}`);
  }
});

test('a day before which nothing is to start or to be cleared is its first minute here', async (t) => {
  const workspace = await createWorkspace(t);
  assert.equal((await dated(workspace, '--run-after', '2030-05-06')).runAfter, new Date(2030, 4, 6).getTime());
  assert.match((await workspace.quick('task', 'show', '1')).stdout, /^not before +2030-05-06 00:00$/m);
  await workspace.quick('task', 'move', '1', 'done');
  const cleared = async (before: string): Promise<number> =>
    ClearedTasks.parse(await workspace.json('task', 'clear', '--dry-run', '--before', before)).cleared.length;
  assert.deepEqual([await cleared(dayFromToday(0)), await cleared(dayFromToday(1))], [0, 1]);
  const help = (await workspace.quick('task', 'add', '--help')).stdout.replace(/\s+/g, ' ');
  assert.match(help, /first minute of this day here/);
});

test('an hour that clocks skip is the next valid one', async (t) => {
  const { rota } = await createWorkspace(t, { TZ: 'Europe/Berlin' });
  const { stdout } = await rota('task', 'add', 'x', '--due', '2026-03-29T02:30', '--json');
  assert.equal(Task.parse(JSON.parse(stdout)).due, Date.parse('2026-03-29T01:30Z'));
});
