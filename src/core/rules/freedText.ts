import * as l10n from '@vscode/l10n';
import type { FreedTask } from '../model/task.ts';

/** Cards that a message names; of more the rest is counted. */
const MOST_NAMED = 5;

/** Which cards no longer wait for one that was deleted. */
export function freedText(freed: readonly FreedTask[]): string {
  const [first, another] = freed;
  if (first && !another) return l10n.t('#{0} no longer waits for it.', first.number);
  const names = freed.slice(0, MOST_NAMED).map(({ number }) => `#${number}`);
  const more = freed.length - names.length;
  const listed = more > 0 ? l10n.t('{0} and {1} more', names.join(', '), more) : names.join(', ');
  return l10n.t('{0} no longer wait for it.', listed);
}
