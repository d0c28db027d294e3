import { systemFailure } from '../node/systemErrors.ts';
import { findStorePlace } from '../node/storePlace.ts';
import { userDataFolder } from '../node/userData.ts';

/** Is there a board for this folder in the user's data folder, or above? What stands in the way of looking is said when the board is opened. */
export function hasUserBoard(folder: string, environment: NodeJS.ProcessEnv): boolean {
  try {
    return findStorePlace(folder, { userData: userDataFolder(environment), location: 'user' }).exists;
  } catch (error) {
    if (!systemFailure(error)) throw error;
    return true;
  }
}
