import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';
import { working } from './pieces.ts';

/** `salvage`: what can be read of a damaged board, in a new one. */
export function addSalvageCommand(program: Command, session: Session): void {
  program
    .command('salvage')
    .description(l10n.t('Read what can be read of a damaged board into a new one, and list what cannot; the damaged files are kept'))
    .option('--dry-run', l10n.t('only say what could be read'))
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => (await working()).salvage.salvage(session, dryRun));
}
