import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findPlaces, replacePlaces, withLineFeeds } from '../../../../src/core/tools/textEdit.ts';
import { joinLines, lineNumberAt, splitLines } from '../../../../src/core/tools/textLines.ts';

function edit(text: string, oldText: string, newText: string): string {
  return replacePlaces(text, findPlaces(text, oldText), { oldText, newText });
}

const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '\n', '\r\n', '\r', '{', 'é', '😀'), maxLength: 60 });

/** Models write line feeds only. */
const fromModel = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '\n', '{', 'é'), maxLength: 60 });

describe('lines', () => {
  it('joined are the text again, and numbers count line feeds', () => {
    fc.assert(
      fc.property(letters, fc.nat(60), (text, offset) => {
        assert.equal(joinLines(splitLines(text)), text);
        assert.equal(lineNumberAt(text, offset), text.slice(0, offset).split('\n').length);
      }),
    );
  });
});

describe('an edit of an exact text', () => {
  it('changes the text as a plain replacement would, apart from line ends, and nothing outside its place', () => {
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom('M', '\n', '\t'), minLength: 1, maxLength: 8 }),
        letters,
        fromModel,
        (before, mark, after, newText) => {
          const oldText = `<${mark}>`;
          for (const end of ['\n', '\r\n']) {
            const text = `${before}${oldText.replaceAll('\n', end)}${after}`;
            const found = findPlaces(text, oldText);
            assert.equal(found.kind, 'exact');
            assert.equal(found.places.length, 1);
            const result = edit(text, oldText, newText);
            assert.ok(result.startsWith(before) && result.endsWith(after), 'bytes outside the place stay');
            assert.equal(withLineFeeds(result.slice(before.length, result.length - after.length)), newText);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('gives new lines the ends of the lines around, whatever the model wrote', () => {
    assert.equal(edit('a\r\nb\r\nc\r\n', 'b', 'x\ny'), 'a\r\nx\r\ny\r\nc\r\n');
    assert.equal(edit('a\r\nb\r\nc\r\n', 'a\nb', 'x\nb\nz'), 'x\r\nb\r\nz\r\nc\r\n');
    assert.equal(edit('a\nb\r\nc\nd\n', 'b\nc', 'b\nnew\nc'), 'a\nb\r\nnew\r\nc\nd\n');
  });

  it('keeps the ends of lines in a mixed file that it only repeats', () => {
    assert.equal(edit('a\nb\r\nc\nd\r\ne', 'a\nb\nc\nd\ne', 'a\nb\nX\nd\ne'), 'a\nb\r\nX\nd\r\ne');
  });

  it('keeps a missing and a present final newline', () => {
    assert.equal(edit('a\nb', 'b', 'c'), 'a\nc');
    assert.equal(edit('a\nb\n', 'b', 'c'), 'a\nc\n');
    assert.equal(edit('a\nb\n', 'b\n', ''), 'a\n');
  });

  it('finds every place, none overlapping', () => {
    assert.equal(findPlaces('aaaa', 'aa').places.length, 2);
    assert.equal(edit('x\r\ny\r\nx\r\n', 'x\n', 'z\n'), 'z\r\ny\r\nz\r\n');
  });
});

describe('an edit of lines that differ in outer blanks', () => {
  it('takes over the indentation of the file', () => {
    assert.equal(
      edit(
        'class A {\n\tf() {\n\t\treturn 1;\n\t}\n}\n',
        '    f() {\n        return 1;\n    }',
        '    f() {\n        if (x) {\n            return 2;\n        }\n    }',
      ),
      'class A {\n\tf() {\n\t\tif (x) {\n\t\t    return 2;\n\t\t}\n\t}\n}\n',
    );
    assert.equal(edit('    a();\n    b();\n', 'a();\nb();', 'a();\nc();\nb();'), '    a();\n    c();\n    b();\n');
  });

  it('leaves trailing blanks of repeated lines as they are', () => {
    assert.equal(edit('one  \ntwo\t\nthree \n', 'one\ntwo\nthree', 'one\n2\nthree'), 'one  \n2\nthree \n');
  });

  it('removes whole lines with their end when the new text is empty', () => {
    assert.equal(edit('a\n  b\n  c  \nd\n', 'b\nc', ''), 'a\nd\n');
    assert.equal(edit('a\r\n  b \r\n', ' b\n', '\n'), 'a\r\n');
  });

  it('forgives blank lines around the old text', () => {
    assert.equal(edit('a\n  b\nc\n', '\nb\n\n', '\nx\n\n'), 'a\n  x\nc\n');
  });

  it('finds nothing for blanks alone or for a different text', () => {
    assert.deepEqual(findPlaces('a\n\nb', '  \n  ').places, []);
    assert.deepEqual(findPlaces('return 1;', 'return 2;').places, []);
  });

  it('changes nothing outside the lines it matches', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const [head, tail] = [before === '' ? '' : `${before}\n`, `\r\n${after}`];
        const result = edit(`${head}  MARK one \r\n\tMARK two${tail}`, 'MARK one\n MARK two', 'MARK three');
        assert.ok(result.startsWith(head) && result.endsWith(tail));
        assert.equal(result.slice(head.length, result.length - tail.length).trim(), 'MARK three');
      }),
    );
  });
});
