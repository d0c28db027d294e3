import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNamed, nameKey, tidyName } from '../../../../src/core/base/names.ts';
import { nearestWord, withMeant } from '../../../../src/core/base/nearestWord.ts';
import { AgentName } from '../../../../src/core/model/scalars.ts';

const cafe = 'cafe\u0301';

test('names in letters of every script are names of agents, and kept composed and without blanks at their ends', () => {
  const names: [typed: string, kept: string][] = [
    [' fixer ', 'fixer'],
    [cafe, 'caf\u00e9'],
    ['हिन्दी', 'हिन्दी'],
    ['ภาษาไทย', 'ภาษาไทย'],
    ['தமிழ் முகவர்', 'தமிழ் முகவர்'],
    ['العَرَبِيَّة', 'العَرَبِيَّة'.normalize('NFC')],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['ශ්\u200dරී', 'ශ්\u200dරී'],
    ['עִבְרִית', 'עִבְרִית'.normalize('NFC')],
    ['한국어', '한국어'.normalize('NFC')],
    ['한국어'.normalize('NFD'), '한국어'.normalize('NFC')],
    ['two   words\u00a0here', 'two words here'],
    ['7 of 9.x_y-z', '7 of 9.x_y-z'],
    ['क'.repeat(64), 'क'.repeat(64)],
  ];
  for (const [typed, kept] of names) assert.equal(AgentName.parse(typed), kept);
});

test('what is no name is refused in words', () => {
  const wrong = [
    '',
    '   ',
    '../x',
    'a/b',
    '.hidden',
    '\u0301e',
    'a\u200bb',
    'fix\u200der',
    'a\u202eb',
    `e${'\u0301\u0302\u0303\u0304\u0305\u0306'}`,
    'x'.repeat(65),
    'a\u0000',
  ];
  for (const name of wrong) {
    const parsed = AgentName.safeParse(name);
    assert.equal(parsed.success, false, JSON.stringify(name));
    assert.match(parsed.error?.issues[0]?.message ?? '', /a name has 1 to 64 letters, digits/);
  }
});

test('names that differ only in case, blanks, composition or joiners are one', () => {
  const same: [string, string][] = [
    ['fixer', 'FIXER'],
    ['fixer', ' fixer '],
    [cafe, 'CAFÉ'],
    ['İstanbul', 'istanbul'],
    ['STRASSE', 'straße'],
    ['ΟΔΟΣ', 'οδος'],
    ['ｆｉｘｅｒ', 'fixer'],
    ['می\u200cخواهم', 'میخواهم'],
    ['a  b', 'a b'],
  ];
  for (const [one, other] of same) assert.equal(nameKey(one), nameKey(other), `${one} = ${other}`);
  const different: [string, string][] = [
    ['fixer', 'fixer 2'],
    ['cafe', 'café'],
    ['ab', 'a b'],
    ['हिन्दी', 'हिन्द'],
  ];
  for (const [one, other] of different) assert.notEqual(nameKey(one), nameKey(other));
});

test('a name means the one that is spelled exactly so before others of the same name', () => {
  const items = [{ name: 'FIXER' }, { name: 'fixer' }, { name: 'fixer ' }];
  assert.equal(findNamed(items, 'fixer')?.name, 'fixer');
  assert.equal(findNamed(items, 'fixer ')?.name, 'fixer ');
  assert.equal(findNamed(items, 'Fixer')?.name, 'FIXER');
  assert.equal(findNamed(items, 'other'), undefined);
  assert.equal(tidyName(cafe).length, 4);
});

test('the word that was probably meant is named, and none when nothing is near', () => {
  const words = ['read_file', 'edit_file', 'list_files', 'limit', 'name', 'exitGuard'];
  assert.equal(nearestWord('read_fil', words), 'read_file');
  assert.equal(nearestWord('ReadFile', words), 'read_file');
  assert.equal(nearestWord('lmiit', words), 'limit');
  assert.equal(nearestWord('exit-guard', words), 'exitGuard');
  assert.equal(nearestWord('colour', words), undefined);
  assert.equal(nearestWord('x', words), undefined);
  assert.equal(withMeant('limits', words), '"limits" (did you mean "limit"?)');
  assert.equal(nearestWord('a'.repeat(100_000), words), undefined);
});
