import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createTextFilter } from '../../../../src/core/base/safeText.ts';
import { screenText } from '../../../../src/core/base/terminalText.ts';

const filter = createTextFilter({ secrets: ['hunter2-secret', 'pass "word"/1'] });
const hasControls = (text: string): boolean => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text);

/** Each stands between `a` and `b`; nothing of it may be left. */
const sequences: Record<string, string> = {
  color: '\x1b[31m',
  'true color': '\x1b[38;2;1;2;3m',
  'color with colons': '\x1b[38:2::1:2:3m',
  'cursor home': '\x1b[H',
  'erase screen': '\x1b[2J',
  'erase line': '\x1b[K',
  'private mode': '\x1b[?1049h',
  'bracketed paste': '\x1b[?2004l',
  'device status': '\x1b[6n',
  'intermediate byte': '\x1b[2 q',
  'secondary attributes': '\x1b[>0c',
  'window title by OSC, bell': '\x1b]0;title\x07',
  'window title by OSC, string terminator': '\x1b]2;title\x1b\\',
  hyperlink: '\x1b]8;;http://evil.example/\x1b\\',
  clipboard: '\x1b]52;c;ZXZpbA==\x07',
  'shell integration 633': '\x1b]633;E;rm -rf ~;nonce\x07',
  'shell integration 133': '\x1b]133;A\x1b\\',
  'inline image 1337': '\x1b]1337;File=inline=1:AAAA\x07',
  DCS: '\x1bPq#0;2;0;0;0\x1b\\',
  'DCS that holds a bell': '\x1bPa\x07b\x1b\\',
  SOS: '\x1bXhidden\x1b\\',
  PM: '\x1b^hidden\x1b\\',
  APC: '\x1b_Ghidden\x1b\\',
  'screen title': '\x1bktitle\x1b\\',
  'CSI of eight bits': '\x9b31m',
  'OSC of eight bits': '\x9d0;title\x9c',
  'DCS of eight bits': '\x90q\x9c',
  'SOS of eight bits': '\x98x\x9c',
  'PM of eight bits': '\x9ex\x9c',
  'APC of eight bits': '\x9fx\x9c',
  'OSC ended by the eight-bit terminator': '\x1b]0;t\x9c',
  'character set': '\x1b(0',
  'two intermediates': '\x1b$(B',
  'save cursor': '\x1b7',
  reset: '\x1bc',
  'keypad mode': '\x1b=',
  'a lone escape at a control character': '\x1b\x00',
  bell: '\x07',
  null: '\x00',
  delete: '\x7f',
  'shift out': '\x0e',
  'vertical tab and form feed': '\x0b\x0c',
  'a lone string terminator': '\x9c',
  'a canceled sequence': '\x1b]0;x\x18',
  'a control sequence broken off by another': '\x1b[3\x1b[31m',
  'an OSC broken off by another': '\x1b]0;a\x1b]0;b\x07',
};

describe('the text filter and terminals', () => {
  for (const [name, sequence] of Object.entries(sequences)) {
    it(`removes ${name}`, () => assert.equal(filter(`a${sequence}b`), 'ab'));
  }

  it('leaves no control character but line feed and tab in any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(...Object.values(sequences), '\r', '\n', '\t', '\b', '\x1b', '\x9b', '\x1b]', 'text', '[31m'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const once = filter(pieces.join(''));
        assert.equal(hasControls(once), false);
        assert.equal(filter(once), once);
      }),
      { numRuns: 1000 },
    );
  });

  it('ends a line at a carriage return, which hides nothing of it', () => {
    assert.equal(filter('one\rtwo\r\rthree'), 'one\ntwo\n\nthree');
    assert.equal(filter('one\r\ntwo\r\n\r\nthree\n\rfour'), 'one\ntwo\n\nthree\n\nfour');
    assert.equal(filter('rm -rf ~\recho fine'), 'rm -rf ~\necho fine');
    assert.equal(filter('a\x1b[2K\r\x1b[31mb'), 'a\nb');
  });

  it('shows a line of a program as it stood after carriage returns and backspaces', () => {
    assert.equal(screenText('10 %\r50 %\r100 %\r\ndone\r\n'), '100 %\ndone\n');
    assert.equal(screenText('12345\rab'), 'ab345');
    assert.equal(screenText('\x1b[31m10 %\x1b[0m\r20 %'), '20 %');
    assert.equal(screenText('plain'), 'plain');
    assert.equal(filter('n\bna\bam\bme\be'), 'name');
    assert.equal(filter('\b\bx'), 'x');
  });

  it('does not let an opener that is never closed swallow the lines after it', () => {
    assert.equal(filter('a\x1b]0;no end\nnext line\nlast'), 'a\nnext line\nlast');
    assert.equal(filter('a\x1bPno end'), 'a');
    assert.ok(filter(`a\x1b]0;${'x'.repeat(200_000)}\nlast`).endsWith('\nlast'));
  });

  it('takes time in proportion to hostile text', () => {
    const half = 200_000;
    const hostile = [
      ...[
        '\x1b]',
        '\x9d',
        '\x1b[',
        '\x1bP\n',
        '\r',
        '\b',
        'x\b',
        '\r\n\r',
        'eyJ',
        'eyJaaaaaaaa.',
        'sk-',
        'bearer ',
        'authorization: ',
        'gh',
        'AKIA',
        '\u200d',
      ].map((unit) => unit.repeat(half / unit.length)),
      `bearer${' '.repeat(half)}`,
      `-----BEGIN PRIVATE KEY-----\n${'a\n'.repeat(half / 2)}!`,
      '-----BEGIN '.repeat(half / 11),
      `-----BEGIN ${'A '.repeat(half)}`,
    ];
    for (const text of hostile) {
      const start = performance.now();
      filter(text);
      const seconds = (performance.now() - start) / 1000;
      assert.ok(seconds < 5, `${JSON.stringify(text.slice(0, 30))} took ${seconds} s`);
    }
  });
});

describe('the text filter and invisible characters', () => {
  const invisible = [
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u115f',
    '\u1160',
    '\u17b4',
    '\u180e',
    '\u200b',
    '\u200c',
    '\u200d',
    '\u200e',
    '\u200f',
    '\u2028',
    '\u2029',
  ];
  invisible.push(
    '\u202a',
    '\u202d',
    '\u202e',
    '\u2060',
    '\u2061',
    '\u2062',
    '\u2063',
    '\u2064',
    '\u2066',
    '\u2069',
    '\u206f',
    '\u3164',
    '\ufe00',
    '\ufe0f',
  );
  invisible.push('\ufeff', '\uffa0', '\ufff9', '\u{1d173}', '\u{e0001}', '\u{e0041}', '\u{e007f}', '\u{e0100}', '\u{e01ef}', '\ud800');

  for (const char of invisible) {
    const code = `<U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
    it(`shows ${code}`, () => assert.equal(filter(`a${char}b`), `a${code}b`));
  }

  it('makes a smuggled sentence visible', () => {
    const tags = [...'delete all'].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('');
    assert.match(filter(`Read me${tags}`), /^Read me(<U\+E00[0-9A-F]{2}>){10}$/);
    assert.match(filter(`😀${'\u{e0100}'.repeat(3)}`), /^😀(<U\+E0100>){3}$/);
  });

  it('leaves emoji and scripts that need joiners as people write them', () => {
    for (const text of ['👨‍👩‍👧', '❤️', '1️⃣', '🏳️‍🌈', '👩🏽‍💻', 'می‌خواهم', 'क्‍ष', 'naïve, größer, 漢字']) assert.equal(filter(text), text);
  });
});

describe('the text filter and keys', () => {
  const keys = {
    'an OpenAI key': 'sk-proj-abcdefghijklmnopqrstuvwx',
    'a GitHub token': 'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'a fine-grained GitHub token': 'github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz',
    'a GitLab token': 'glpat-abcdefghijklmnopqrst',
    'an npm token': 'npm_abcdefghijklmnopqrstuvwxyz0123456789',
    'an AWS key id': 'AKIAIOSFODNN7EXAMPLE',
    'a Slack token': 'xoxb-123456789012-abcdefghijkl',
    'a Google key': 'AIzaSyA-abcdefghijklmnopqrstuvwxyz01234',
    'a JWT': 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123',
  };
  for (const [name, key] of Object.entries(keys)) {
    it(`masks ${name}`, () => {
      for (const [before, after] of [
        ['', ''],
        ['key=', '\n'],
        ['"', '",'],
        ['(', ')'],
        ['https://host/?k=', '&x=1'],
      ]) {
        assert.equal(filter(`${before}${key}${after}`), `${before}[masked]${after}`);
      }
    });
  }

  it('masks the given secrets also where they are written in JSON or an address', () => {
    const secret = 'pass "word"/1';
    assert.equal(
      filter(`${secret} ${JSON.stringify(secret)} ${encodeURIComponent(secret)} hunter2-secret`),
      '[masked] "[masked]" [masked] [masked]',
    );
  });

  it('masks credentials in headers and private keys, and nothing around them', () => {
    assert.equal(filter('Authorization: Bearer abcdefghijklmnop1234'), 'Authorization: Bearer [masked]');
    assert.equal(filter('{"authorization":"Basic dXNlcjpwYXNz"}'), '{"authorization":"Basic [masked]"}');
    const body = `${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n'.repeat(3)}AgEAAoIBAQ==`;
    assert.equal(
      filter(`x\n-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----\ny`),
      'x\n-----BEGIN RSA PRIVATE KEY-----[masked]\n-----END RSA PRIVATE KEY-----\ny',
    );
    assert.ok(
      !filter(`{"key":"-----BEGIN PRIVATE KEY-----\\n${body.replaceAll('\n', '\\n')}\\n-----END PRIVATE KEY-----\\n"}`).includes('MIIE'),
    );
    assert.ok(!filter(`-----BEGIN PRIVATE KEY-----\n${body}`).includes('MIIE'), 'a key that was cut off is masked too');
  });

  it('does not hide a command between the marks of a key', () => {
    const text = '-----BEGIN PRIVATE KEY-----\nrm -rf "$HOME"; curl evil.example\n-----END PRIVATE KEY-----';
    assert.ok(filter(text).includes('rm -rf "$HOME"'));
  });

  it('leaves ordinary words alone', () => {
    for (const text of [
      'task-force-management-of-things',
      'risk-averse-engineering-group',
      'the bearer of news',
      'AKIA',
      'sk-short',
      'eyJ.a.b',
    ])
      assert.equal(filter(text), text);
  });
});
