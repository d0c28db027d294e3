import assert from 'node:assert/strict';
import test from 'node:test';
import { readRetryAfter } from '../../../../src/core/providers/retryAfter.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

test('seconds, milliseconds and dates are honoured whole, garbage is no wish', () => {
  const cases: [Record<string, string>, number | undefined][] = [
    [{}, undefined],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': '1', 'retry-after-ms': '20' }, 20],
    [{ 'retry-after': 'Thu, 01 Jan 2026 12:02:00 GMT' }, 120_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 12:02:00 GMT', date: 'Thu, 01 Jan 2026 12:01:30 GMT' }, 30_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '5 minutes' }, undefined],
    [{ 'retry-after': '9'.repeat(40) }, undefined],
    [{ 'retry-after': '' }, undefined],
  ];
  for (const [headers, expected] of cases) assert.equal(readRetryAfter(new Headers(headers), now), expected, JSON.stringify(headers));
});
