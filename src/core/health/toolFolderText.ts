import * as l10n from '@vscode/l10n';
import type { FolderProgram, ToolFolder } from '../model/toolFolder.ts';

/** Names in one line. */
const MOST_NAMES = 12;
/** Lines of programs that take the place of others. */
const MOST_LINES = 20;

/** What a person is shown before they allow a folder of tools. */
export function whatChanges({ folder, state, programs, reason }: ToolFolder): string {
  const there = programs.filter(({ change }) => change !== 'gone');
  const replacing = there.filter(({ replaces }) => replaces !== null);
  const others = there.filter(({ replaces }) => replaces === null).map(({ name }) => name);
  const lines = [
    ...(reason === null ? [] : [l10n.t('It was allowed before: {0}.', reason)]),
    state === 'used'
      ? l10n.t('Commands and checks look into {0} first, before all folders of this machine.', folder)
      : l10n.t('Commands and checks would look into {0} first, before all folders of this machine.', folder),
    ...(replacing.length === 0 ? [] : [l10n.t('These take the place of programs of this machine:')]),
    ...replacing.slice(0, MOST_LINES).map(replacement),
    ...(replacing.length > MOST_LINES ? [`  ${someNames(replacing.slice(MOST_LINES).map(({ name }) => name))}`] : []),
    ...(others.length === 0 ? [] : [l10n.t('{0} with names of their own: {1}', others.length, someNames(others))]),
    l10n.t('Whoever can write there, also an agent whose command you allow, decides what they do.'),
  ];
  return lines.join('\n');
}

/** Names as far as they fit into a line. */
export function someNames(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(', ');
  return l10n.t('{0} and {1} more', names.slice(0, MOST_NAMES).join(', '), names.length - MOST_NAMES);
}

/** What became of a program since its folder was allowed. */
export function changeName(change: 'new' | 'changed' | 'gone'): string {
  return { new: l10n.t('new'), changed: l10n.t('changed'), gone: l10n.t('gone') }[change];
}

function replacement({ name, replaces, change }: FolderProgram): string {
  return `  ${name}  (${replaces ?? ''})${change === null ? '' : `  ${changeName(change)}`}`;
}
