import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { TaskRef } from '../core/model/task.ts';
import { taskRef, wholeNumber } from './optionValues.ts';
import type { Session } from './session.ts';
import { reading } from './pieces.ts';

/** `audit`: who did what on what, with which outcome. */
export function addAuditCommand(program: Command, session: Session): void {
  program
    .command('audit')
    .description(l10n.t('Show who did what, the newest first'))
    .argument('[card]', l10n.t('only what was done with this card'), taskRef)
    .option('--limit <number>', '', wholeNumber, 50)
    .action(async (task: TaskRef | undefined, { limit }: { readonly limit: number }) =>
      (await reading()).audit.audit(session, task, limit),
    );
}
