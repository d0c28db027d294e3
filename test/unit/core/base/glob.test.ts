import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { globMatcher } from '../../../../src/core/base/glob.ts';

const table: [glob: string, yes: string[], no: string[]][] = [
  ['*.ts', ['a.ts', 'src/deep/b.ts', '.ts'], ['a.tsx', 'a.ts/b']],
  ['src/*.ts', ['src/a.ts'], ['src/x/a.ts', 'a.ts']],
  ['src/**/*.ts', ['src/a.ts', 'src/x/y/a.ts'], ['a.ts', 'srcx/a.ts']],
  ['**/test/**', ['test/a', 'x/test/y/z', 'x/test'], ['tests/a']],
  ['src/', ['src/a', 'src/b/c'], ['lib/src2']],
  ['./src/a?.ts', ['src/ab.ts'], ['src/a.ts', 'src/abc.ts']],
  ['*.{ts,js,m{d,dx}}', ['a.ts', 'x/b.js', 'c.md', 'c.mdx'], ['a.css']],
  ['[a-c]*.[!t]s', ['b1.js', 'x/a.js'], ['d.js', 'a.ts']],
  ['a\\*b', ['a*b'], ['axb']],
  ['**', ['a', 'a/b/.c'], []],
  ['a[', ['a['], ['ab']],
  ['.env*', ['.env', 'x/.env.local'], ['env']],
];

describe('globs', () => {
  for (const [glob, yes, no] of table) {
    it(`${glob} matches what it should`, () => {
      const matches = globMatcher(glob);
      for (const path of yes) assert.ok(matches(path), `${path} should match`);
      for (const path of no) assert.ok(!matches(path), `${path} should not match`);
    });
  }

  it('stay quick however hostile they are', () => {
    const start = performance.now();
    const hostile = [
      '*a'.repeat(150) + 'b',
      '**/'.repeat(100) + 'b',
      '{a,b}'.repeat(60),
      '{a,{b,{c,{d,e}}}}'.repeat(15),
      '[!a]*'.repeat(60),
      '{'.repeat(300),
    ];
    for (const glob of hostile) globMatcher(glob)(`${'a'.repeat(250)}/`.repeat(10) + 'a'.repeat(250));
    assert.ok(performance.now() - start < 5000);
  });
});
