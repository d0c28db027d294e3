import assert from 'node:assert/strict';
import test from 'node:test';
import { isNearby, shownAddress } from '../../../../src/core/providers/endpoint.ts';

test('servers of this machine and network are nearby, others are not', () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]', '192.168.1.7', '10.0.0.1', '172.20.0.2', 'gpu-box', 'studio.local', '[fd00::1]']) {
    assert.ok(isNearby(`http://${host}:8080`), host);
  }
  for (const host of ['api.openai.com', '8.8.8.8', '172.32.0.1', 'localhost.evil.com', '[2001:db8::1]'])
    assert.ok(!isNearby(`https://${host}`), host);
});

test('an address is shown without credentials and query', () => {
  assert.equal(shownAddress('https://me:pass@host:8443/v1/?key=secret#x'), 'https://host:8443/v1');
  assert.equal(shownAddress('not an address'), '');
});
