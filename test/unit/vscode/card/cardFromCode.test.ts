import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  draftFromComment,
  draftFromProblem,
  draftFromSelection,
  selectionTitle,
  type CodePlace,
} from '../../../../src/vscode/card/cardFromCode.ts';

const place = (code: string, change: Partial<CodePlace> = {}): CodePlace => ({
  path: 'src/a.ts',
  root: null,
  line: 12,
  code,
  language: 'typescript',
  ...change,
});

test('a card of a selection links to its line and quotes the code in its language', () => {
  assert.deepEqual(draftFromSelection(place('const a = 1;'), 'Name it better'), {
    title: 'Name it better',
    description: '`src/a.ts:12`\n\n```typescript\nconst a = 1;\n```',
  });
});

test('code that holds a fence cannot end the fence around it', () => {
  assert.match(draftFromSelection(place('````\n<img src=x>\n````'), 'x').description ?? '', /\n`{5}typescript\n[^]*\n`{5}$/);
  assert.match(draftFromSelection(place('x', { language: 'a\n```\nb' }), 'x').description ?? '', /\n```\nx\n```$/);
});

test('the title of a selection is the symbol it begins with, else its first words without comment signs', () => {
  assert.equal(selectionTitle(place('function add() {'), 'add'), 'add');
  assert.equal(selectionTitle(place('\n  {\n  // Adds two numbers.\n  return a'), undefined), 'Adds two numbers.');
  assert.equal(selectionTitle(place('{}'), undefined), 'src/a.ts');
});

test('a card of a problem is called what the problem says and names who found it', () => {
  const draft = draftFromProblem(place('let x: string = 1;', { root: 'server' }), {
    message: "Type 'number' is not assignable.\nMore words.",
    source: 'ts',
  });
  assert.equal(draft.title, "Type 'number' is not assignable.");
  assert.equal(draft.root, 'server');
  assert.ok(draft.description?.startsWith("> Type 'number' is not assignable.\n> More words.\n>\n> ts\n\n`src/a.ts:12`"));
});

test('a card of a comment is called what the comment says, in any language', () => {
  const titles = [
    '// TODO: say hello',
    '  # FIXME(ada) say hello',
    '/* HACK - say hello */',
    '<!-- TODO say hello -->',
    '(* TODO: say hello *)',
    '-- TODO say hello',
  ].map((code) => draftFromComment(place(code)).title);
  assert.deepEqual(new Set(titles), new Set(['say hello']));
  assert.equal(draftFromComment(place('// TODO')).title, 'Do what the comment in src/a.ts says');
});
