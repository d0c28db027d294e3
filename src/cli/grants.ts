import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';

/** What `--allow` may say: one exact command, one file, or all files below a folder. */
export type GrantInput = { readonly kind: 'command'; readonly command: string } | { readonly kind: 'write'; readonly path: string };

/** Reads `run:npm test`, `edit:src/a.ts` or `edit:src/`. Nothing stands for everything. */
export function grantFrom(text: string): GrantInput {
  const [, kind, what = ''] = /^(edit|run):(.*)$/s.exec(text) ?? [];
  if (kind === 'run' && what.trim() !== '') return { kind: 'command', command: what };
  if (kind === 'edit') return { kind: 'write', path: pathOf(what, text) };
  throw new UserError(
    'invalid',
    l10n.t("--allow takes 'run:COMMAND' (exactly this command), 'edit:FILE' or 'edit:FOLDER/' (all below it), not \"{0}\".", text),
  );
}

function pathOf(what: string, text: string): string {
  const path = what.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  if (path === '' || path === '/' || path === '.' || path.includes('*')) {
    throw new UserError(
      'invalid',
      l10n.t('--allow "{0}" would allow everything, which nothing can. Name files, or folders with a / at the end.', text),
    );
  }
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..')) {
    throw new UserError('invalid', l10n.t('--allow "{0}" must be a path inside the workspace, such as edit:src/.', text));
  }
  return path;
}
