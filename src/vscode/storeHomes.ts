import * as vscode from 'vscode';
import { StoreLocation } from '../core/model/settings.ts';
import type { StoreHomes } from '../node/storePlace.ts';
import { userDataFolder } from '../node/userData.ts';

/** Where boards of this user may be, as the settings of the editor say. */
export function storeHomes(): StoreHomes {
  const { data } = StoreLocation.safeParse(vscode.workspace.getConfiguration('rota').get('storeLocation'));
  return { userData: userDataFolder(process.env), location: data ?? 'workspace' };
}
