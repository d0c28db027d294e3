import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { reading } from './pieces.ts';

/** `board`: the columns of `.rota/board.json` with each card's evidence. */
export function addBoardCommand(program: Command, session: Session): void {
  program
    .command('board')
    .description(l10n.t('Show the board with the evidence on its cards'))
    .action(async () => (await reading()).board.board(session));
}
