import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { reading } from './pieces.ts';

/** `inbox`: everything that waits for a person, over all cards. */
export function addInboxCommand(program: Command, session: Session): void {
  program
    .command('inbox')
    .description(l10n.t('Show what waits for you: approvals, questions, limits, and work in review'))
    .action(async () => (await reading()).inbox.inbox(session));
}
