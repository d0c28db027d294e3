import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/core/base/errors.ts';
import { openKeys } from '../../../src/node/nodeKeys.ts';
import { tempFolder } from '../../support/tempFolder.ts';

test('a key of the environment belongs to its own origin only', async (t) => {
  const folder = await tempFolder(t);
  const keys = openKeys(
    { OPENAI_API_KEY: 'sk-openai', OLLAMA_API_KEY: 'ollama-key', ROTA_API_KEY: 'own-key', ROTA_BASE_URL: 'https://models.example:8443/v1' },
    folder,
  );
  assert.equal(await keys.find('https://api.openai.com'), 'sk-openai');
  assert.equal(await keys.find('https://ollama.com'), 'ollama-key');
  assert.equal(await keys.find('https://models.example:8443'), 'own-key');
  for (const other of [
    'http://api.openai.com',
    'https://api.openai.com.evil.example',
    'http://127.0.0.1:11434',
    'https://models.example',
  ]) {
    assert.equal(await keys.find(other), undefined, other);
  }
  assert.deepEqual(keys.all().sort(), ['ollama-key', 'own-key', 'sk-openai']);
});

test('a key without a base URL belongs nowhere, but is masked', async (t) => {
  const keys = openKeys({ ROTA_API_KEY: 'own-key' }, await tempFolder(t));
  assert.equal(await keys.find('https://api.openai.com'), undefined);
  assert.deepEqual(keys.all(), ['own-key']);
});

test('keys of the file are found by origin; the environment wins', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ 'https://a.example': 'key-a', 'https://api.openai.com': 'filed' }), {
    mode: 0o600,
  });
  const keys = openKeys({ OPENAI_API_KEY: 'from-environment' }, folder);
  assert.equal(await keys.find('https://a.example'), 'key-a');
  assert.equal(await keys.find('https://api.openai.com'), 'from-environment');
});

test('a broken key file is refused by name without a word of its content, and other keys still work', async (t) => {
  const broken: [content: string, mode: number, said: RegExp][] = [
    ['{"https://a.example": "sk-secret"}', 0o644, /chmod 600/],
    ['{"https://a.example": sk-secret}', 0o600, /should look like/],
    ['{"sk-secret": "https://a.example"}', 0o600, /should look like/],
    ['{"https://a.example/v1": "sk-secret"}', 0o600, /should look like/],
    ['["sk-secret"]', 0o600, /should look like/],
  ];
  for (const [content, mode, said] of broken) {
    const folder = await tempFolder(t);
    writeFileSync(join(folder, 'keys.json'), content, { mode });
    const keys = openKeys({ OPENAI_API_KEY: 'usable' }, folder);
    assert.equal(await keys.find('https://api.openai.com'), 'usable');
    await assert.rejects(keys.find('https://a.example'), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, said);
      assert.match(error.message, /keys\.json/);
      assert.doesNotMatch(error.message, /sk-secret/);
      return true;
    });
  }
});

test('a folder in the place of the key file is said', async (t) => {
  const folder = await tempFolder(t);
  mkdirSync(join(folder, 'keys.json'));
  await assert.rejects(openKeys({}, folder).find('https://a.example'), /not a regular file/);
});
