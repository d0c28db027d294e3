import assert from 'node:assert/strict';
import { test } from 'node:test';
import MarkdownIt from 'markdown-it';
import { codeBlock, inlineCode, plainInline, SafeMarkdown, safeMarkdown } from '../../../../src/vscode/chat/safeMarkdown.ts';
import { hostileTexts } from '../../../support/hostileTexts.ts';

/** A reader that believes everything: HTML and links of any kind. */
const reader = new MarkdownIt({ html: true });
reader.validateLink = () => true;

/** What readers make links of without any mark. */
const ADDRESS = /https?:\/\/|\bwww\.|\w@\w/;

const hostile: Readonly<Record<string, string>> = {
  ...hostileTexts('http://attacker.test/'),
  'a link that lies': '[https://good.test](https://attacker.test)',
  'an escaped bracket behind a backslash': '\\\\[x](command:x)',
  'a code span that only seems open': '`` ` [x](command:x) ` [y](command:y)',
  'a span after an escaped mark': '\\`[x](command:x)`',
  'a fence in a list': '- a\n  ```\n  code\n[x](command:x)\n  ```\n[y](command:y)',
  'a fence in a quote': '> ```\n> a\n[x](command:x)\n```\n[y](command:y)\n```',
  'a fence with other marks inside': '````\n```\n[x](command:x)\n````\n[y](command:y)',
  'a fence that never ends': '```js\n[x](command:x)\n<img src=x>',
  'a reference': '[x]\n\n[x]: command:x',
  'a span over two lines': '`a\n[x](command:x) b`',
  'a button of the editor': '```vscode-extensions\nevil.extension\n```',
};

/** Everything of a text, once it is rendered, that is more than format and code. */
function contactsIn(markdown: string): string[] {
  const elements = [
    ...reader
      .render(markdown)
      .matchAll(/<(?!\/?(?:p|pre|code|ul|ol|li|strong|em|h[1-6]|table|thead|tbody|tr|th|td|blockquote|br|hr|s)[\s>])[a-z!/][^>]*/gi),
  ].map(([element]) => element);
  const plain = reader
    .parse(markdown, {})
    .flatMap(({ type, content }) => (type === 'inline' ? [content.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '')] : []));
  return [...elements, ...plain.filter((text) => ADDRESS.test(text))];
}

for (const [name, text] of Object.entries(hostile)) {
  test(`hostile text stays text in a chat: ${name}`, () => {
    assert.deepEqual(contactsIn(safeMarkdown(text)), []);
    assert.deepEqual(contactsIn(`- **#1** ${plainInline(text)} ${inlineCode(text)}\n\n${codeBlock(text)}`), []);
  });
}

test('a title means nothing: it is shown as it was written, without an address to click', () => {
  const title = '# *a* `b` [c](command:d) <e> https://f.test www.g.test h@i.test $x$ 1. ~~j~~ | k';
  assert.equal(reader.renderInline(plainInline(title)).replaceAll('&lt;', '<').replaceAll('&gt;', '>'), title);
  assert.equal(plainInline('one\n\n  two\u202e'), 'one two\\<U\\+202E\\>');
});

test('what a model formats stays formatted', () => {
  const html = reader.render(safeMarkdown('# Title\n\n1. **bold** and `code[0]`\n2. two\n\n| a | b |\n| - | - |\n| 1 | 2 |'));
  assert.match(html, /<h1>Title<\/h1>/);
  assert.match(html, /<li><strong>bold<\/strong> and <code>code\[0\]<\/code><\/li>/);
  assert.match(html, /<td>2<\/td>/);
});

test('code is shown character by character, whatever marks it holds', () => {
  assert.equal(
    reader.render(safeMarkdown('Look:\n  ```ts\n  const a = `x`; // <b>[y](z)\n    in();\n  ```\nDone.')),
    '<p>Look:</p>\n<pre><code class="language-ts">const a = `x`; // &lt;b&gt;[y](z)\n  in();\n</code></pre>\n<p>Done.</p>\n',
  );
  assert.equal(reader.renderInline(inlineCode('a `` b')), '<code>a `` b</code>');
  assert.match(safeMarkdown('```vscode-extensions\nx\n```'), /^```\nx\n```$/);
});

test('text that comes in pieces is shown as if it had come whole, word by word', () => {
  for (const text of [
    ...Object.values(hostile),
    'Some **bold** words and `code with [x](y)` in a line.\n\n```js\na()\n```\nEnd \\[x] of it',
  ]) {
    for (const size of [1, 3, 7]) {
      const parts: string[] = [];
      const stream = new SafeMarkdown((part) => parts.push(part));
      for (let at = 0; at < text.length; at += size) stream.push(text.slice(at, at + size));
      stream.end();
      assert.equal(parts.join('').trim(), safeMarkdown(text));
    }
  }
  const parts: string[] = [];
  new SafeMarkdown((part) => parts.push(part)).push('three words here');
  assert.equal(parts.join(''), 'three words ');
});
