import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareFiles } from '../../../scripts/vsix.ts';

const list = '# the list\nREADME.md\ndist/extension.js\ndist/*-#.js\n';

test('accepts a package that holds what the list says, with chunks of any name and hash', () => {
  assert.deepEqual(compareFiles(['README.md', 'dist/extension.js', 'dist/chunk-TBP7UXT2.js', 'dist/openai-DWWBR6E6.js'], list), []);
});

test('names what was packed by accident and what is missing', () => {
  assert.deepEqual(compareFiles(['README.md', 'dist/chunk-TBP7UXT2.js', 'dist/chunk-x.js', 'src/app.ts', 'dist/extensionXjs'], list), [
    'dist/chunk-x.js is packed and not in scripts/vsixFiles.txt.',
    'src/app.ts is packed and not in scripts/vsixFiles.txt.',
    'dist/extensionXjs is packed and not in scripts/vsixFiles.txt.',
    'dist/extension.js is in scripts/vsixFiles.txt and nothing such was packed.',
  ]);
});
