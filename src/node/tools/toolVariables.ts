import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What activating a virtual environment would set. */
export function toolVariables(folders: readonly string[]): Record<string, string> {
  const environment = folders.map((folder) => dirname(folder)).find((folder) => existsSync(join(folder, 'pyvenv.cfg')));
  return environment === undefined ? {} : { VIRTUAL_ENV: environment };
}
