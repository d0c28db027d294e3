import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ToolError } from '../../core/base/errors.ts';
import { codeOf } from './fileErrors.ts';

/**
 * The absolute path of names below a folder with all links resolved. Names that do not exist yet are kept as written below the deepest
 * folder that does. Whatever cannot be resolved with certainty throws `ToolError`.
 */
export async function locate(folder: string, names: readonly string[], shown: string): Promise<string> {
  for (let depth = names.length; depth >= 0; depth--) {
    const place = path.join(folder, ...names.slice(0, depth));
    const real = await realPathOf(place, shown);
    if (real === undefined) continue;
    const rest = names.slice(depth);
    if (rest.length > 0 && !(await stat(real)).isDirectory())
      throw new ToolError(`${names.slice(0, depth).join('/')} is a file, not a folder.`);
    return path.join(real, ...rest);
  }
  throw new ToolError(`${shown} cannot be resolved: the workspace folder does not exist.`);
}

/** `undefined`: nothing has this name. A link that leads nowhere is something, and refused. */
async function realPathOf(place: string, shown: string): Promise<string | undefined> {
  try {
    return await realpath(place);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTDIR') throw new ToolError(`${shown} leads through a file.`, { cause: error });
    if (code !== 'ENOENT') throw new ToolError(`${shown} cannot be resolved (${code ?? 'unknown reason'}).`, { cause: error });
    if (await exists(place)) throw new ToolError(`${shown} leads through a link to nowhere.`, { cause: error });
    return undefined;
  }
}

async function exists(place: string): Promise<boolean> {
  try {
    await lstat(place);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw new ToolError('The path cannot be resolved.', { cause: error });
  }
}

/** The path of `inner` below `folder` with `/` between names, `''` for the folder itself, `undefined` outside. */
export function pathBelow(folder: string, inner: string): string | undefined {
  const relative = path.relative(folder, inner);
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return undefined;
  return relative.split(path.sep).join('/');
}
