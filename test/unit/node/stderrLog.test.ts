import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStderrLog } from '../../../src/node/stderrLog.ts';

function written(environment: NodeJS.ProcessEnv): string {
  let text = '';
  const log = createStderrLog(environment, { write: (part) => (text += part) });
  log.info('started');
  log.error('cannot save', new Error('disk full'));
  return text;
}

test('the log is silent unless it is asked for', () => {
  assert.equal(written({}), '');
});

test('the log names level, message and error', () => {
  const text = written({ ROTA_DEBUG: '1' });
  assert.match(text, /info started\n/);
  assert.match(text, /error cannot save: Error: disk full/);
});
