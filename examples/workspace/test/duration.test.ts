import assert from 'node:assert/strict';
import test from 'node:test';
import { formatDuration, parseDuration } from '../src/index.ts';

test('units add up', () => {
  assert.equal(parseDuration('1h 30m'), 5_400_000);
  assert.equal(parseDuration('2d'), 172_800_000);
});

test('amounts may have decimals', () => {
  assert.equal(parseDuration('1.5h'), 5_400_000);
});

test('milliseconds are not minutes', () => {
  assert.equal(parseDuration('250ms'), 250);
  assert.equal(parseDuration('1s 500ms'), 1500);
});

test('a text without a duration is refused', () => {
  assert.throws(() => parseDuration('soon'), /not a duration: "soon"/);
});

test('the two largest units are written', () => {
  assert.equal(formatDuration(5_400_000), '1h 30m');
  assert.equal(formatDuration(90_061_000), '1d 1h');
  assert.equal(formatDuration(0), '0s');
});
