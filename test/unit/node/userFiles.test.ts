import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseJsonText } from '../../../src/node/jsonText.ts';
import { readSettings } from '../../../src/node/settingsFile.ts';
import { tempFolder, writeFiles } from '../../support/tempFolder.ts';

test('the place where a text stops being JSON is named, its content is not', () => {
  const broken: [text: string, place: string][] = [
    ['{\n  "a": sk-secret\n}', 'line 2, column 8'],
    ['{\n  "a": 1,\n}', 'line 3, column 1'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3'],
    ['{"a": [1, 2', 'line 1, column 12'],
    ['', 'line 1, column 1'],
    [`{${'"long": "enough to be cut", '.repeat(20)}\n oops}`, 'line 2, column 2'],
    ['{} x', 'line 1, column 4'],
  ];
  for (const [text, place] of broken) assert.equal(parseJsonText(text).problem, `not JSON at ${place}`, text);
  assert.deepEqual(parseJsonText('[1]'), { value: [1] });
});

test('absent settings are the defaults', async (t) => {
  assert.deepEqual(readSettings(await tempFolder(t)), {
    'command.environment': {},
    'command.ci': false,
    maxConcurrentRuns: 1,
    storeLocation: 'workspace',
  });
});

test('stated settings win over the defaults', async (t) => {
  const folder = await tempFolder(t);
  await writeFiles(folder, { 'settings.json': '{"maxConcurrentRuns": 3}' });
  assert.deepEqual(readSettings(folder), {
    'command.environment': {},
    'command.ci': false,
    maxConcurrentRuns: 3,
    storeLocation: 'workspace',
  });
});

test('broken settings are an error that names file, place and remedy and no value; the file stays', async (t) => {
  const broken: [text: string, said: RegExp][] = [
    ['{"command.environment": {"TOKEN": sk-secret}}', /not JSON at line 1, column 35/],
    ['{"command.environment": {"A B": "sk-secret"}}', /command\.environment/],
    ['{"command.environment": {"TOKEN": ["sk-secret"]}}', /command\.environment.*TOKEN/s],
    ['{"allowEverything": true}', /allowEverything/],
    ['[]', /expected object/],
  ];
  for (const [text, said] of broken) {
    const folder = await tempFolder(t);
    await writeFiles(folder, { 'settings.json': text });
    assert.throws(
      () => readSettings(folder),
      (error: Error) => {
        assert.match(error.message, said);
        assert.match(error.message, /settings\.json.*Mend or remove/s);
        return !error.message.includes('sk-secret');
      },
    );
    assert.equal(readFileSync(join(folder, 'settings.json'), 'utf8'), text);
  }
});
