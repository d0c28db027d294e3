import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createTextFilter } from '../../../../src/core/base/safeText.ts';
import { WholeLines } from '../../../../src/core/base/wholeLines.ts';

function passed(chunks: readonly string[]): string[] {
  const pieces: string[] = [];
  const lines = new WholeLines((piece) => pieces.push(piece));
  for (const chunk of chunks) lines.push(chunk);
  lines.end();
  return pieces;
}

describe('whole lines', () => {
  it('pass on what came in, whatever the chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '-----BEGIN ', '-----END ', '\x1b') })), (chunks) => {
        assert.equal(passed(chunks).join(''), chunks.join(''));
      }),
    );
  });

  it('let a filter see escapes and keys whole', () => {
    const filter = createTextFilter({ secrets: [] });
    const text =
      'a\x1b[31mred\x1b[0m sk-abcdefghijklmnopqrstuvwx\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\nb';
    assert.equal(
      passed([...text])
        .map(filter)
        .join(''),
      'ared [masked]\n-----BEGIN PRIVATE KEY-----[masked]\n-----END PRIVATE KEY-----\nb',
    );
  });

  it('show a finished line at once and never hold more than a little', () => {
    assert.deepEqual(passed(['one\ntw', 'o\nthree']), ['one\n', 'two\n', 'three']);
    assert.ok(passed(Array.from({ length: 100 }, () => 'x'.repeat(1000))).length > 3);
  });
});
