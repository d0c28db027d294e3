import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError, type UserErrorCode } from '../core/base/errors.ts';
import { ownerName } from './thisUser.ts';

/** What the system refuses because of whose a file is, and where it lies. */
const NO_RIGHT: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);
/** Paths of boards and of data folders. */
const OWN = /(^|[/\\])\.?rota([/\\]|$)/i;
/** What it cannot do at the moment. */
const NO_MEANS: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM', 'ENODEV', 'ESTALE', 'ENXIO']);

/**
 * A failed call of the system as a sentence for people: a file that may not be read or written, or a disk that is full or gone, is no error of Rota's.
 * `undefined` for everything else.
 */
export function systemFailure(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  if (!isSystemError(error)) return undefined;
  const { code, path } = error;
  const told = (as: UserErrorCode, message: string): UserError => new UserError(as, message, { cause: error });
  if (NO_RIGHT.has(code) && path !== undefined) return told('read-only', noRightText(path, code));
  if (NO_RIGHT.has(code)) return told('read-only', l10n.t('The system does not allow this: {0}.', error.message));
  if (!NO_MEANS.has(code)) return undefined;
  return told('unavailable', l10n.t('The system could not do this now: {0}. See to the disk, and try again.', error.message));
}

/** Whose a path is, when it is not this user's; of what cannot be looked at, whose the nearest folder is that can. */
export function otherOwner(path: string): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  for (let at = path; ; at = dirname(at)) {
    try {
      const { uid } = statSync(at);
      return uid === user ? undefined : ownerName(uid);
    } catch {
      if (dirname(at) === at) return undefined;
    }
  }
}

function noRightText(path: string, code: string): string {
  const owner = otherOwner(path);
  if (owner === undefined)
    return l10n.t(
      '{0} cannot be read or written ({1}). Give yourself the right to, or work on a copy in a folder of your own.',
      path,
      code,
    );
  const whose = l10n.t('{0} cannot be read or written ({1}): it belongs to {2}.', path, code, owner);
  // Of what is not Rota's own nobody is told to take it.
  if (!OWN.test(path)) return l10n.t('{0} Work as {1}, or on a copy in a folder of your own.', whose, owner);
  return l10n.t('{0} If Rota was once started as {1} here (sudo), make it yours again: {2}', whose, owner, chownCommand(path));
}

/** What is typed to get files back. */
export function chownCommand(path: string): string {
  return `sudo chown -R ${process.getuid?.() ?? 0} '${path.replaceAll("'", "'\\''")}'`;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}
