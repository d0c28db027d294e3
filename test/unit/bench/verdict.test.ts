import assert from 'node:assert/strict';
import test from 'node:test';
import { atLeast, atMost, controlOf, gateLine, judge, lastLines, type Gate, type Outcome } from '../../bench/verdict.ts';

const steady = { processor: 1.05, disk: 1.8 };
const busy = { processor: 2.4, disk: 1.8 };
const busyDisk = { processor: 1.05, disk: 9 };

test('a figure within its limit holds, however busy the machine is', () => {
  for (const control of [steady, busy, busyDisk]) {
    assert.equal(judge(atMost('a ratio', 2, 2), control), 'held');
    assert.equal(judge(atLeast('a rate', 3, 3, 'disk'), control), 'held');
  }
});

test('a figure beyond its limit is missed on a steady machine', () => {
  assert.equal(judge(atMost('a ratio', 2.01, 2), steady), 'missed');
  assert.equal(judge(atLeast('a rate', 2.99, 3, 'disk'), steady), 'missed');
});

test('a figure beyond its limit says nothing when the processor had others to serve', () => {
  assert.equal(judge(atMost('a ratio', 2.01, 2), busy), 'too busy to judge');
  assert.equal(judge(atLeast('a rate', 2.99, 3, 'disk'), busy), 'too busy to judge');
});

test('a busy disk excuses only what waits for the disk', () => {
  assert.equal(judge(atMost('a commit', 2, 1, 'disk'), busyDisk), 'too busy to judge');
  assert.equal(judge(atMost('a ratio', 2.01, 2), busyDisk), 'missed');
});

test('a size that does not hang on the machine is missed on a busy one too', () => {
  assert.equal(judge(atMost('a bundle, kB', 61, 60, 'nothing'), busy), 'missed');
});

test('without a figure a gate is missed', () => {
  assert.equal(judge(atMost('a ratio', Number.NaN, 2), busy), 'missed');
  assert.equal(judge(atLeast('a rate', Number.NaN, 2), busy), 'missed');
});

const sample = { wall: 80, cpu: 80, sync: 0.2, leastSync: 0.1 };

test('the control compares the worse quarter of the samples with the least of the run', () => {
  assert.deepEqual(controlOf([sample, sample, sample, sample]), { processor: 1, disk: 2 });
  const disturbed = { ...sample, wall: 200, sync: 1 };
  const samples = [disturbed, sample, sample, disturbed, sample, sample, disturbed, sample];
  assert.deepEqual(controlOf(samples), { processor: 2.5, disk: 10 });
});

test('one bad moment among many does not put the control off', () => {
  const samples = [...Array.from({ length: 9 }, () => sample), { ...sample, wall: 800, sync: 5 }];
  assert.deepEqual(controlOf(samples), { processor: 1, disk: 2 });
});

test('a machine that is busy from the first sample to the last shows it in what the clock says beside the processor', () => {
  const samples = Array.from({ length: 5 }, () => ({ ...sample, wall: 200, cpu: 100 }));
  assert.equal(controlOf(samples).processor, 2);
});

test('a line shows figure, limit and outcome', () => {
  assert.match(gateLine(atMost('lag, ms', 312.4, 300), 'missed'), /^MISS lag, ms +312 {2}at most 300$/);
  assert.match(gateLine(atLeast('a rate', 3.456, 3), 'held'), /^ok {3}a rate +3\.46 {2}at least 3$/);
  assert.match(gateLine(atMost('lag, ms', 45.67, 40), 'too busy to judge'), /^BUSY lag, ms +45\.7 {2}at most 40$/);
});

test('the last lines count the outcomes and name what did not hold', () => {
  const each = (gate: Gate, outcome: Outcome): { bench: string; gate: Gate; outcome: Outcome } => ({ bench: 'store', gate, outcome });
  assert.deepEqual(
    lastLines([each(atMost('one', 1, 2), 'held'), each(atMost('two', 5, 2), 'too busy to judge'), each(atMost('three', 4, 2), 'missed')]),
    ['3 gates: 1 held, 1 missed, 1 too busy to judge', 'missed: store: three', 'too busy to judge: store: two'],
  );
});
