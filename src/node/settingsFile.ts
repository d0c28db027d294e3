import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../core/base/errors.ts';
import { RotaSettings } from '../core/model/settings.ts';
import { parseJsonText } from './jsonText.ts';
import { readBoundedText } from './boundedFile.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * Reads `settings.json` of the user's data folder; absent means defaults. A broken file is a `UserError` that names file, place and remedy,
 * without a value: some are secret.
 */
export function readSettings(dataFolder: string): RotaSettings {
  const path = join(dataFolder, 'settings.json');
  const broken = (what: string): UserError =>
    new UserError('damaged', l10n.t('The settings in {0} are not usable: {1}. Mend or remove the file; nothing was changed.', path, what));
  const file = readBoundedText(path, MAX_BYTES);
  if (file === undefined) return RotaSettings.parse({});
  if (file.problem !== undefined) throw broken(file.problem);
  const json = parseJsonText(file.text.replace(/^\uFEFF/, ''));
  if (json.problem !== undefined) throw broken(json.problem);
  const parsed = RotaSettings.safeParse(json.value);
  if (parsed.success) return parsed.data;
  throw broken(`\n${z.prettifyError(parsed.error)}\n`);
}
