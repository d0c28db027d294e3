import { attempt } from '../node/personalCheck.ts';
import { readSettings } from '../node/settingsFile.ts';
import type { StoreHomes } from '../node/storePlace.ts';
import { userDataFolder } from '../node/userData.ts';
import type { Terminal } from './terminal.ts';

/** Where boards of this user may be. What is wrong with the settings is told by whoever needs them. */
export function storeHomes({ env }: Terminal): StoreHomes {
  const userData = userDataFolder(env);
  const settings = attempt(() => readSettings(userData));
  return { userData, location: 'value' in settings ? settings.value.storeLocation : 'workspace' };
}
