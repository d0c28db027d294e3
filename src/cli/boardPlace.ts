import { resolve } from 'node:path';
import { findStorePlace, type StorePlace } from '../node/storePlace.ts';
import { openUserData } from '../node/userData.ts';
import type { Session } from './session.ts';
import { storeHomes } from './storeHomes.ts';

/** Where the board of a command is, or would be made, and the user's data folder: for commands about its files. */
export function findBoardPlace({ terminal, options }: Session): { readonly place: StorePlace; readonly dataFolder: string } {
  const place = findStorePlace(resolve(terminal.folder, options.workspace ?? '.'), storeHomes(terminal));
  return { place, dataFolder: openUserData(terminal.env, [place.root]) };
}
