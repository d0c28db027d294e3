import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `doctor`: whether everything is there that Rota needs. Works where the board cannot be opened, and changes nothing. */
export function addDoctorCommand(program: Command, session: Session): void {
  program
    .command('doctor')
    .description(l10n.t('Check that everything is there that Rota needs: board, models, shell, tools'))
    .action(async () => (await working()).doctor.doctor(session));
}
