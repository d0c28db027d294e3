import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `import`: takes the cards of a board that was made elsewhere, as proposals of a stranger. */
export function addImportCommand(program: Command, session: Session): void {
  program
    .command('import')
    .argument('<folder>', l10n.t('a ".rota/local" folder that was made on another machine'))
    .description(
      l10n.t(
        'Take over the cards of a board that was made elsewhere; its agents, approvals and checks count for nothing until you accept them',
      ),
    )
    .action(async (folder: string) => (await working()).importBoard.importBoard(session, folder));
}
