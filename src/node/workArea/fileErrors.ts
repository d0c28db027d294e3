import { ToolError } from '../../core/base/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be accessed: no permission',
  EPERM: 'may not be changed: no permission',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the disk quota is used up',
  ELOOP: 'is a link now, and links are not followed here',
  ENOTDIR: 'leads through something that is not a folder, or through a link that was put there just now',
  EISDIR: 'is a folder',
  ENAMETOOLONG: 'has a name that is too long',
  EEXIST: 'exists already',
  ETXTBSY: 'is being executed',
  EBUSY: 'is in use',
  ENXIO: 'is not an ordinary file',
};

/** The system's code of an error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Makes a refusal for the model of an error of the file system, without paths of this machine. Anything else is a bug and stays one. */
export function refusal(error: unknown, name: string): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof ToolError || !('syscall' in (error as object))) return error;
  return new ToolError(`${name} ${reasons[code] ?? `cannot be used (${code})`}.`, { cause: error });
}
