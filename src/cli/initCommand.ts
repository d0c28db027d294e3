import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `init`: makes the board of a folder, and says what may come next. */
export function addInitCommand(program: Command, session: Session): void {
  program
    .command('init')
    .description(l10n.t('Make a board in this folder (the first card does it too)'))
    .action(async () => (await working()).initBoard.init(session));
}
