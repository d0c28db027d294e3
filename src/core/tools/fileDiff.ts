import { createTwoFilesPatch } from 'diff';

const MAX_LINES = 2_000;
/** A diff that takes longer is not worth waiting for: the approval then shows the size of the change only. */
const TIME_LIMIT = 1_000;

/** Unified diff of a change for the person who approves it, capped. */
export function fileDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(path, path, before, after, undefined, undefined, { context: 3, timeout: TIME_LIMIT });
  if (patch === undefined) return `${path}: ${before.length} characters become ${after.length}; too different to show line by line`;
  const lines = patch.split('\n').filter((line) => !line.startsWith('====='));
  return lines.length <= MAX_LINES ? lines.join('\n') : `${lines.slice(0, MAX_LINES).join('\n')}\n(${lines.length - MAX_LINES} more lines)`;
}
