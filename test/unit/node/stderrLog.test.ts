import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTextFilter } from '../../../src/core/base/safeText.ts';
import { createStderrLog } from '../../../src/node/stderrLog.ts';

function written(environment: NodeJS.ProcessEnv, filter?: (text: string) => string): string {
  let text = '';
  const log = createStderrLog({ environment, stream: { write: (part) => (text += part) }, ...(filter && { filter }) });
  log.info('started');
  log.warn('uses s3cret-of-somebody');
  log.error('cannot save', new Error('disk full, header s3cret-of-somebody, Bearer sk-0123456789abcdefghij'));
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

test('no key reaches the log, not even in the stack of an error', () => {
  assert.doesNotMatch(written({ ROTA_DEBUG: '1' }, createTextFilter({ secrets: ['s3cret-of-somebody'] })), /s3cret|sk-0123/);
  assert.doesNotMatch(written({ ROTA_DEBUG: '1' }), /sk-0123/, 'without its keys at hand, what looks like one is masked');
});
