import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextForModel, draftOfPrompt, type Attachment, type Attachments } from '../../../../src/vscode/chat/attachedText.ts';

const none: Attachments = { items: [], root: null, refused: [] };
const selection: Attachment = { path: 'src/a.ts', lines: { first: 3, last: 5 }, text: 'let a;\n```\nlet b;', language: 'typescript' };
const file: Attachment = { path: 'src/b.ts', lines: null, text: 'whole text', language: 'typescript' };

test('the first line names the card, the rest describes it', () => {
  assert.deepEqual(draftOfPrompt(' Round prices ', none), { title: 'Round prices', description: '' });
  assert.deepEqual(draftOfPrompt('Round prices\nhalf up', none), { title: 'Round prices', description: 'Round prices\nhalf up' });
  const long = `${'word '.repeat(100)}end`;
  const draft = draftOfPrompt(long, none);
  assert.ok(draft.title.length <= 120 && draft.title.endsWith('…'));
  assert.equal(draft.description, long);
});

test('a selection is quoted under its place, a whole file is only named', () => {
  const { description, root } = draftOfPrompt('Do it', { items: [selection, file], root: 'app', refused: [] });
  assert.equal(description, '`src/a.ts:3` to line 5\n\n````typescript\nlet a;\n```\nlet b;\n````\n\n`src/b.ts`');
  assert.equal(root, 'app');
});

test('what is attached to a card is bounded, each part and all together', () => {
  const big: Attachment = { ...selection, text: 'x'.repeat(50_000) };
  const { description = '' } = draftOfPrompt('Do it', { ...none, items: Array.from({ length: 10 }, () => big) });
  assert.ok(description.length < 26_000);
  assert.equal(description.match(/src\/a\.ts:3/g)?.length, 10, 'every place is still named');
});

test('a model reads whole files, within a bound, and hears what cannot be read', () => {
  assert.equal(
    contextForModel({ items: [file], root: null, refused: ['picture'] }, 1000),
    'Attached: src/b.ts\n```typescript\nwhole text\n```\n\nAttached, but it cannot be read here: picture',
  );
  assert.match(contextForModel({ ...none, items: [selection] }, 10), /^Attached: src\/a\.ts, lines 3 to 5\n/);
  assert.ok(contextForModel({ ...none, items: [file, { ...file, text: 'y'.repeat(500) }] }, 100).length < 250);
});
