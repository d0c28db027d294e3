import { openUserData } from '../node/userData.ts';
import { fileRoots } from './fileRoots.ts';

/** The user's data folder, outside of all folders of this window. Throws a `UserError` where it cannot be used. */
export function windowUserData(): string {
  return openUserData(
    process.env,
    fileRoots().map(({ folder }) => folder),
  );
}
