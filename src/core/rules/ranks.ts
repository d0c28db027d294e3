import * as l10n from '@vscode/l10n';
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { UserError } from '../base/errors.ts';

/** Longer ranks mean that many cards were put into one place: then all are spread anew. */
const spreadAbove = 60;

/** A rank between two neighbours; `null` is the end. `undefined` when all ranks should be spread first. */
export function rankBetween(after: string | null, before: string | null): string | undefined {
  if (after !== null && before !== null && after >= before) {
    throw new UserError('conflict', l10n.t('The cards have been moved meanwhile. Look again and repeat the move.'));
  }
  const rank = generateKeyBetween(after, before);
  return rank.length > spreadAbove ? undefined : rank;
}

/** Short ranks for `count` cards in order. */
export function spreadRanks(count: number): string[] {
  return generateNKeysBetween(null, null, count);
}
