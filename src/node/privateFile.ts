import { readFileSync, statSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';

/** The text of a file that only its owner may read, or `undefined` when there is none; throws `UserError` for a file that is not to be used. */
export function readPrivateFile(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if (!stats.isFile()) throw new UserError('damaged', l10n.t('{0} is not a regular file, so it is not used. Remove it.', path));
  if (process.getuid !== undefined && stats.uid !== process.getuid()) {
    throw new UserError('damaged', l10n.t('{0} belongs to another user, so it is not used. Remove it.', path));
  }
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    throw new UserError(
      'damaged',
      l10n.t(
        '{0} can be read or written by others (mode {1}), so it is not used. Run: chmod 600 {0}',
        path,
        (stats.mode & 0o777).toString(8),
      ),
    );
  }
  return readFileSync(path, 'utf8');
}
