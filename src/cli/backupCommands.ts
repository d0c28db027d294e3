import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `backup`: the copies of a board that this machine keeps outside of the workspace. */
export function addBackupCommands(program: Command, session: Session): void {
  const backup = program
    .command('backup')
    .description(l10n.t('Copies of the board in your user data folder: one for each day of use, and more'));
  backup
    .command('list')
    .description(l10n.t('Show the copies, newest first'))
    .action(async () => (await working()).backups.list(session));
  backup
    .command('now')
    .description(l10n.t('Keep a copy of the board as it is now'))
    .action(async () => (await working()).backups.now(session));
  backup
    .command('restore')
    .argument('[backup]', l10n.t('its number in the list, or its name; else the newest, if the board is gone or damaged'))
    .description(l10n.t('Put a copy in the place of the board; what is there is kept as a copy too'))
    .action(async (chosen?: string) => (await working()).backups.restore(session, chosen));
}
