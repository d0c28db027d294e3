import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bundled from these besides what the inputs of the bundler tell: copied as they are. */
const copied = ['node_modules/sql.js/', 'node_modules/@vscode/codicons/'];

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** The licence texts of all packages whose code is among `inputs` (paths relative to `root`), as their licences demand. */
export function thirdPartyNotices(root: string, inputs: readonly string[]): string {
  const folders = new Set([...inputs, ...copied].flatMap((path) => packageFolder(path) ?? []));
  const notices = [...folders].sort().map((folder) => notice(join(root, folder)));
  return `Rota contains code of these packages.\n\n${notices.join('\n')}`;
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` is of `node_modules/a/node_modules/@b/c`. */
function packageFolder(path: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

function notice(folder: string): string {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && license === undefined) throw new Error(`${name} ${version} is bundled, but its package has no licence`);
  const head = `${name} ${version} (${license ?? 'see below'})`;
  return [
    head,
    '='.repeat(head.length),
    '',
    texts.join('\n\n') || `By ${typeof author === 'object' ? author.name : (author ?? 'its contributors')}, under the ${license} licence.`,
    '',
    '',
  ].join('\n');
}
