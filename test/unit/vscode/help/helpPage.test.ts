import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { helpPage } from '../../../../src/vscode/help/helpPage.ts';
import { helpTexts } from '../../../../src/vscode/help/helpTexts.ts';

const words = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.nls.json'), 'utf8')) as Record<string, string>;

describe('The help of a view', () => {
  it('names only commands that are in the palette under that title', () => {
    const titles = new Set(Object.entries(words).flatMap(([key, text]) => (key.startsWith('command.') ? [text] : [])));
    const named = Object.values(helpTexts()).flatMap(({ commands }) => commands);
    assert.deepEqual(
      named.filter((command) => !titles.has(command)),
      [],
    );
  });

  it('says what the view shows, its keys and its commands, in lines that need no sideways scrolling', () => {
    for (const text of Object.values(helpTexts())) {
      const page = helpPage(text);
      const plain = page.replace(/\s+/g, ' ');
      for (const line of [
        ...text.shows,
        ...text.keys.map(([key, meaning]) => `${key}: ${meaning}`),
        ...text.commands.map((command) => `Rota: ${command}`),
      ])
        assert.ok(plain.includes(line.replace(/\s+/g, ' ')), line);
      for (const line of page.split('\n')) assert.ok(line.length <= 92, line);
    }
  });
});
