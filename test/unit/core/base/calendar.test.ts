import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfDay, localZone, readDate, startOfDay, type Zone } from '../../../../src/core/base/calendar.ts';
import { DueDate, dueOf } from '../../../../src/core/model/due.ts';
import { TaskDraft } from '../../../../src/core/model/task.ts';

const hour = 60 * 60_000;
const utc = (text: string): number => Date.parse(`${text}Z`);

/** A zone whose clocks are always so many hours ahead. */
const ahead = (hours: number): Zone => ({
  instantOf: (day, milliseconds) => utc(`${day}T00:00`) + milliseconds - hours * hour,
  dayOf: (instant) => new Date(instant + hours * hour).toISOString().slice(0, 10),
});

/** Runs with the machine in another time zone. */
function within<T>(zone: string, work: () => T): T {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

const valueOf = (text: string, zone: Zone): unknown => {
  const read = readDate(text, zone);
  return 'value' in read ? read.value : read.problem;
};

test('a day stays a day, and a time is one of the writer unless it names an offset', () => {
  const berlin = ahead(1);
  for (const [text, value] of [
    ['2026-12-31', '2026-12-31'],
    [' 2028-02-29 ', '2028-02-29'],
    ['2026-12-31T18:00', utc('2026-12-31T17:00')],
    ['2026-12-31 18:00:30', utc('2026-12-31T17:00:30')],
    ['2026-12-31t18:00:30.25', utc('2026-12-31T17:00:30.250')],
    ['2026-12-31T18:00Z', utc('2026-12-31T18:00')],
    ['2026-12-31T18:00-05:00', utc('2026-12-31T23:00')],
    ['2026-12-31T18:00 +0530', utc('2026-12-31T12:30')],
    ['2026-12-31T18:00+02', utc('2026-12-31T16:00')],
    ['2026-12-31T24:00', utc('2026-12-31T23:00')],
    ['1970-01-01', '1970-01-01'],
    ['9999-12-31', '9999-12-31'],
  ] as const)
    assert.equal(valueOf(text, berlin), value, text);
});

test('what does not exist is refused in one sentence and never becomes another day', () => {
  for (const [text, said] of [
    ['2026-02-30', /^There is no day 2026-02-30: that month has 28 days\.$/],
    ['2028-02-30', /that month has 29 days/],
    ['2100-02-29', /that month has 28 days/],
    ['2026-11-31', /^There is no day 2026-11-31: that month has 30 days\.$/],
    ['2026-06-31T10:00', /^There is no day 2026-06-31: /],
    ['2026-13-01', /^There is no day 2026-13-01: months go from 01 to 12\.$/],
    ['2026-00-10', /months go from 01 to 12/],
    ['2026-01-00', /that month has 31 days/],
    ['2026-12-31T24:30', /^There is no time 24:30: hours go from 00 to 23, minutes and seconds to 59\.$/],
    ['2026-12-31T25:00', /^There is no time 25:00/],
    ['2026-12-31T10:60', /^There is no time 10:60/],
    ['2026-12-31T10:00:60', /^There is no time 10:00:60/],
    ['2026-12-31T10:00+15:00', /^There is no time zone with the offset \+15:00\.$/],
    ['1969-12-31', /^1969-12-31 lies before 1970, and dates begin there\.$/],
    ['0000-01-01', /before 1970/],
    ['1970-01-01T00:00+14:00', /before 1970/],
    ['2026-12', /^A date is expected, for example 2026-12-31 or 2026-12-31T18:00\.$/],
    ['2026-1-2', /^A date is expected/],
    ['2026-12-31Z', /^A date is expected/],
    ['31.12.2026', /^A date is expected/],
    ['2026-12-31 noon', /^A date is expected/],
    ['tomorrow', /^A date is expected/],
    ['12026-01-01', /^A date is expected/],
    ['', /^A date is expected/],
  ] as const)
    assert.match(String(valueOf(text, ahead(0))), said, text);
});

test('every day that exists is one, and the day after it is the next', () => {
  for (let at = utc('1970-01-01T00:00'); at < utc('2105-01-01T00:00'); at += 24 * hour) {
    const day = ahead(0).dayOf(at);
    assert.equal(valueOf(day, ahead(0)), day);
    assert.equal(endOfDay(day, ahead(0)), at + 24 * hour);
  }
});

test('hours that clocks skip become the next valid time, and a day may begin late, or be long', () => {
  within('Europe/Berlin', () => {
    assert.equal(valueOf('2026-03-29T02:30', localZone), utc('2026-03-29T01:30'));
    assert.equal(endOfDay('2026-10-25', localZone) - startOfDay('2026-10-25', localZone), 25 * hour);
  });
  within('Africa/Cairo', () => assert.equal(startOfDay('2026-04-24', localZone), utc('2026-04-23T22:00')));
});

test('a day that is due lasts until its end where it is read, and is the same day everywhere', () => {
  const card = { due: '2026-12-31', priority: 'P2', status: 'todo', createdAt: 0 } as const;
  for (const zone of ['Pacific/Kiritimati', 'Europe/Berlin', 'America/New_York', 'Pacific/Pago_Pago']) {
    within(zone, () => {
      const at = (text: string): number => new Date(text).getTime();
      const due = (now: number): ReturnType<typeof dueOf> => dueOf(card, undefined, { now, zone: localZone });
      assert.deepEqual(due(at('2026-12-31T23:59:59')), {
        day: '2026-12-31',
        at: at('2027-01-01T00:00'),
        fromPriority: false,
        overdue: false,
      });
      assert.equal(due(at('2027-01-01T00:00'))?.overdue, true, zone);
      assert.equal(dueOf({ ...card, status: 'done' }, { P2: '1m' }, { now: at('2028-01-01'), zone: localZone })?.overdue, false);
    });
  }
});

test('every door that takes a card takes a day that exists or a time, and says what is wrong with anything else', () => {
  const said = (due: unknown): string =>
    TaskDraft.safeParse({ title: 'x', due })
      .error?.issues.map(({ message }) => message)
      .join() ?? '';
  for (const good of ['2026-12-31', 0, 1_798_675_200_000, null]) assert.equal(said(good), '', String(good));
  assert.equal(said('2026-02-30'), 'There is no day 2026-02-30: that month has 28 days.');
  assert.equal(said('2026-12-31T18:00'), 'A day is expected, for example 2026-12-31.');
  assert.equal(said(-1), 'must not lie before 1970');
  assert.equal(said(9e15), 'must not lie after the year 9999');
  assert.equal(said(true), 'A day such as "2026-12-31" or a time in milliseconds is expected.');
  assert.equal(TaskDraft.safeParse({ title: 'x', runAfter: -1 }).error?.issues[0]?.message, 'must not lie before 1970');
  assert.equal(DueDate.parse('2026-12-31'), '2026-12-31');
});
