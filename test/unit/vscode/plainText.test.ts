import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { plainLabel, plainMessage } from '../../../src/vscode/plainText.ts';

/** What the editor makes a link of in messages and prompts. */
const EDITOR_LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('texts of anybody in messages and lists of the editor', () => {
  test('become no link that runs a command', () => {
    const title = 'Done. [Details](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22x%22%7D)';
    assert.match(title, EDITOR_LINK);
    for (const text of [title, '[a](https://b.example "c")', '[[a](command:b)](command:c)', '[a]\u200b(command:b)'])
      assert.doesNotMatch(plainMessage(text), EDITOR_LINK);
    assert.equal(plainMessage('a [b] (c) items[0](x)'), 'a [b] (c) items[0] (x)');
  });

  test('hide nothing and draw no icons', () => {
    assert.equal(plainMessage('a\u202eb'), 'a<U+202E>b');
    assert.equal(plainLabel('$(check) \u200bdone'), '\\$(check) <U+200B>done');
  });

  test('go through one file to the editor, unless a dialog asks', async () => {
    const folder = join(import.meta.dirname, '../../../src/vscode');
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts') && name !== 'messages.ts');
    const direct: string[] = [];
    for (const name of files) {
      const text = await readFile(join(folder, name), 'utf8');
      const calls = text.match(/window\.show(Information|Warning|Error)Message\([^;]*;/g) ?? [];
      direct.push(...calls.filter((call) => !call.includes('modal: true')).map((call) => `${name}: ${call}`));
    }
    assert.deepEqual(direct, []);
  });
});
