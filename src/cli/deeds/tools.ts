import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import * as l10n from '@vscode/l10n';
import { ToolFolderList } from '../../core/actions/toolActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { ToolFolder } from '../../core/model/toolFolder.ts';
import { changeName, someNames, whatChanges } from '../../core/health/toolFolderText.ts';
import { filterTexts } from '../../core/runs/textFilter.ts';
import type { Session } from '../session.ts';
import type { Styles } from '../styles.ts';
import { isInteractive } from '../terminal.ts';
import { indent } from '../textLayout.ts';

export async function list(session: Session): Promise<void> {
  const found = await session.call('tools.list', ToolFolderList, {});
  await session.show(found, ({ items }) => items.map((item) => folderText(item, session.styles)).join('\n'));
  if (found.items.length === 0)
    session.note(l10n.t('No folder of this workspace holds programs where they usually are. `rota tools use FOLDER` names one.'));
}

export async function use(session: Session, named: string, sure: boolean): Promise<void> {
  const { filter } = await session.host();
  const folder = folderOf(session, named);
  const shown = await session.call('tools.get', ToolFolder, { folder });
  if (!session.json) session.terminal.stderr.write(`${whatChanges(filterTexts(shown, filter))}\n`);
  if (!sure && !(await isWanted(session))) return;
  const used = await session.call('tools.use', ToolFolder, { folder, seen: shown.seen });
  await session.show(used, (done) =>
    l10n.t('Commands and checks of this board take programs from {0}. `rota tools forget {0}` takes it back.', done.folder),
  );
}

export async function forget(session: Session, named: string): Promise<void> {
  const forgotten = await session.call('tools.forget', ToolFolder, { folder: folderOf(session, named) });
  await session.show(forgotten, ({ folder }) => l10n.t('Commands and checks do not look into {0} any more.', folder));
}

/** A folder as it is named from where the person is, if there is one; else as the list names it, from the workspace on. */
function folderOf({ terminal, options }: Session, named: string): string {
  const here = resolve(terminal.folder, options.workspace ?? '.', named);
  return existsSync(here) ? here : named;
}

/** Asks at the terminal. Without one nobody can have looked. */
async function isWanted({ terminal, signal, json }: Session): Promise<boolean> {
  if (json || !isInteractive(terminal))
    throw new UserError('refused', l10n.t('Nobody is asked here. Look at what would change, then say it with --yes.'));
  const lines = createInterface({ input: terminal.stdin, output: terminal.stderr });
  lines.on('SIGINT', () => process.emit('SIGINT'));
  try {
    return /^y(es)?$/i.test(
      (await lines.question(`${l10n.t('Let commands and checks take programs from there? (y/n)')} `, { signal })).trim(),
    );
  } finally {
    lines.close();
  }
}

function folderText({ folder, state, programs, reason }: ToolFolder, styles: Styles): string {
  const there = programs.filter(({ change }) => change !== 'gone');
  const word = {
    offered: styles.dim(l10n.t('not used')),
    used: styles.green(l10n.t('used')),
    withheld: styles.yellow(l10n.t('set aside')),
  }[state];
  const replaced = there.filter(({ replaces }) => replaces !== null).map(({ name }) => name);
  const changed = programs.flatMap(({ name, change }) => (change === null ? [] : [`${name} ${changeName(change)}`]));
  const lines = [
    `${word}  ${folder}  ${there.length === 1 ? l10n.t('1 program') : l10n.t('{0} programs', there.length)}`,
    reason === null ? '' : `${reason}.`,
    replaced.length === 0 ? '' : l10n.t("in the place of this machine's: {0}", someNames(replaced)),
    changed.length === 0 ? '' : l10n.t('since it was allowed: {0}', someNames(changed)),
  ].filter((line) => line !== '');
  return lines.map((line, index) => (index === 0 ? line : indent(line, '    '))).join('\n');
}
