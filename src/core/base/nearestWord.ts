import * as l10n from '@vscode/l10n';
import { nameKey } from './names.ts';

/** Most slips of a finger in a word that is still taken for another one. */
const mostSlips = 2;

/** Adds to what is not known the known word that was probably meant: `"limts" (did you mean "limit"?)`. */
export function withMeant(word: string, known: readonly string[]): string {
  const meant = nearestWord(word, known);
  return meant === undefined ? `"${word}"` : l10n.t('"{0}" (did you mean "{1}"?)', word, meant);
}

/** The word that somebody probably meant: the same but for case and the signs between its parts, or a slip or two away. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const wanted = bare(word);
  let best: string | undefined;
  let least = Math.min(mostSlips, Math.floor(wanted.length / 3)) + 1;
  for (const each of known) {
    const slips = slipsBetween(wanted, bare(each), least);
    if (slips < least) [best, least] = [each, slips];
  }
  return best;
}

function bare(word: string): string {
  return nameKey(word)
    .replace(/[\s_.-]/g, '')
    .slice(0, 60);
}

/** Letters to add, drop or change, two exchanged neighbours counting as one; counted no further than `enough`. */
function slipsBetween(one: string, other: string, enough: number): number {
  if (Math.abs(one.length - other.length) >= enough) return enough;
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const cost = Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + (same ? 0 : 1));
      const exchanged = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(exchanged ? Math.min(cost, (before[column - 2] ?? 0) + 1) : cost);
    }
    [before, above] = [above, line];
  }
  return above[other.length] ?? enough;
}
