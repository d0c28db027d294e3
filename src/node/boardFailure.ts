import type { UserErrorCode } from '../core/base/errors.ts';
import { failureOf, type BoardFailure } from '../core/health/boardHealth.ts';
import { findBoards } from './foundBoards.ts';
import type { StorePlace } from './storePlace.ts';

/** What it means that the board of a place was refused with an error. */
export function boardFailureAt(place: StorePlace, dataFolder: string, code: UserErrorCode | undefined): BoardFailure {
  const isElsewhere = code === 'refused' && findBoards(place, dataFolder).some(({ isLikely }) => isLikely);
  return isElsewhere ? 'elsewhere' : failureOf(code, place.exists);
}
