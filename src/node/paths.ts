import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Is `file` the folder itself or below it? Both absolute, with all links resolved. */
export function isInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/** The absolute path with all links resolved, as far as it exists. */
export function resolved(file: string): string {
  const absolute = path.resolve(file);
  const missing: string[] = [];
  for (let there = absolute; ; there = path.dirname(there)) {
    try {
      return path.join(realpathSync.native(there), ...missing);
    } catch {
      if (path.dirname(there) === there) return absolute;
      missing.unshift(path.basename(there));
    }
  }
}
