import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import { messageOf, UserError } from '../core/base/errors.ts';
import { RotaSettings } from '../core/model/settings.ts';

/** Reads `settings.json` of the user's data folder; absent means defaults. A broken file is a `UserError` that names file, place and remedy. */
export function readSettings(dataFolder: string): RotaSettings {
  const path = join(dataFolder, 'settings.json');
  if (!existsSync(path)) return RotaSettings.parse({});
  const parsed = RotaSettings.safeParse(parse(path));
  if (parsed.success) return parsed.data;
  throw new UserError('damaged', l10n.t('The settings in {0} are not usable:\n{1}\nMend or remove the file; nothing was changed.', path, z.prettifyError(parsed.error)));
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError('damaged', l10n.t('{0} is not JSON: {1}. Mend or remove the file; nothing was changed.', path, messageOf(error)), { cause: error });
  }
}
