import assert from 'node:assert/strict';
import test from 'node:test';
import { again, within } from '../../bench/patience.ts';

test('what breaks off is done again, and answers what it then gives', async () => {
  let tries = 0;
  const attempt = async (): Promise<number> => {
    tries += 1;
    if (tries < 3) throw new Error(`failure ${tries}`);
    return tries;
  };
  assert.equal(await again('a measurement', attempt), 3);
});

test('what breaks off three times breaks off', async () => {
  let tries = 0;
  const attempt = async (): Promise<number> => {
    tries += 1;
    throw new Error(`failure ${tries}`);
  };
  await assert.rejects(again('a measurement', attempt), { message: 'failure 3' });
});

test('what hangs fails and says what was waited for', async () => {
  await assert.rejects(within('the browser', new Promise(() => undefined), 20), {
    message: 'the browser: nothing came of it in 0.02 seconds',
  });
});

test('what ends in time answers or fails as it did', async () => {
  assert.equal(await within('the browser', Promise.resolve(7)), 7);
  await assert.rejects(within('the browser', Promise.reject(new Error('no browser'))), { message: 'no browser' });
});
