import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `init`: makes the board of a folder, and says what may come next. */
export function addInitCommand(program: Command, session: Session): void {
  program
    .command('init')
    .description(l10n.t('Make a board in this folder (the first card does it too)'))
    .option('--anew', l10n.t('make one also where a board was that is gone'))
    .action(async ({ anew }: { anew?: boolean }) => (await working()).initBoard.init(session, anew === true));
}
