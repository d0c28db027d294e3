import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyProblem } from '../../../../src/vscode/models/keyProblem.ts';

const origin = 'https://models.example.com:8080';

test('a key that is the address, holds it or is a part of it is refused: it would be hidden in every text', () => {
  for (const key of [
    origin,
    `${origin}/v1`,
    'models.example.com',
    'MODELS.example.com:8080',
    'https://another.example',
    'example.com',
    'xx-models.example.com',
  ]) {
    assert.match(keyProblem(key, origin) ?? '', /is the address/, key);
  }
});

test('what cannot be a key is refused, what can is not', () => {
  assert.match(keyProblem('sk-1234', origin) ?? '', /at least 8/);
  assert.match(keyProblem('sk-1234 5678', origin) ?? '', /no spaces/);
  assert.match(keyProblem('sk-12345678–', origin) ?? '', /special/);
  for (const key of ['', '  ', 'sk-12345678', ' sk-or-v1-0123456789abcdef ']) assert.equal(keyProblem(key, origin), undefined, key);
});
