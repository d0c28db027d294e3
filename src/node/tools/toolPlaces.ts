import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { foldedNames, isStorePath } from '../../core/rules/pathNames.ts';
import { isInside, resolved } from '../paths.ts';

/** Where programs of projects usually are. */
const USUAL = [
  '.venv/bin',
  'venv/bin',
  'env/bin',
  '.env/bin',
  'virtualenv/bin',
  '.virtualenv/bin',
  '.venv/Scripts',
  'venv/Scripts',
  'env/Scripts',
  'node_modules/.bin',
  'vendor/bin',
  'bin',
];

export interface Root {
  readonly name: string;
  readonly folder: string;
}

/** A folder in the workspace that may hold tools. */
export interface ToolPlace {
  /** The root without links, and the folder in it with `/` between names. */
  readonly root: string;
  readonly folder: string;
  /** The absolute path, as it is on the PATH of commands. */
  readonly path: string;
  /** Where it really is; `undefined`: it is not there. */
  readonly real: string | undefined;
  /** As people name it. */
  readonly shown: string;
}

/** The place of a folder that a person names, absolute or relative to the first root. Throws `UserError` for what cannot hold tools. */
export function toolPlace(named: string, roots: readonly Root[]): ToolPlace {
  const [first] = roots;
  const [, ofRoot, inRoot] = /^([^/\\]+)[/\\](.+)$/.exec(named) ?? [];
  const other = roots.length > 1 ? roots.find(({ name }) => name === ofRoot) : undefined;
  const absolute = other && inRoot !== undefined ? path.join(other.folder, inRoot) : path.resolve(first?.folder ?? path.sep, named);
  const place = placeIn(absolute, roots);
  if (!place)
    throw new UserError(
      'refused',
      l10n.t(
        '{0} is not below the workspace. What lies outside is found by the PATH of commands (the setting "command.environment").',
        named,
      ),
    );
  const names = foldedNames(place.folder);
  if (place.folder === '' || isStorePath(place.folder) || names.includes('.git') || names.includes('.rota'))
    throw new UserError('refused', l10n.t('{0} is no folder for tools. Name a folder of programs, such as .venv/bin.', named));
  return place;
}

/** The places that the workspace offers: the usual ones that are there, and what the host's own PATH holds of the workspace. */
export function offeredPlaces(roots: readonly Root[], hostPath: string | undefined): ToolPlace[] {
  const usual = roots.flatMap(({ folder }) => USUAL.map((each) => path.join(folder, each)));
  const places = new Map<string, ToolPlace>();
  for (const each of [...(hostPath ?? '').split(path.delimiter), ...usual]) {
    const place = path.isAbsolute(each) ? placeIn(each, roots) : undefined;
    if (place?.real !== undefined && place.folder !== '' && !isStorePath(place.folder)) places.set(place.path, place);
  }
  return [...places.values()];
}

function placeIn(absolute: string, roots: readonly Root[]): ToolPlace | undefined {
  for (const root of roots) {
    const [real, stated] = [resolved(root.folder), path.resolve(root.folder)];
    const above = [stated, real].find((each) => isInside(each, absolute));
    if (above === undefined) continue;
    const folder = path.relative(above, absolute).split(path.sep).join('/');
    const own = path.join(real, folder);
    return { root: real, folder, path: own, real: realFolder(own), shown: roots.length > 1 ? `${root.name}/${folder}` : folder };
  }
  return undefined;
}

function realFolder(folder: string): string | undefined {
  try {
    const real = realpathSync(folder);
    return statSync(real).isDirectory() ? real : undefined;
  } catch {
    return undefined;
  }
}
