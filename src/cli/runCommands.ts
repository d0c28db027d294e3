import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { TaskRef } from '../core/model/task.ts';
import { taskRef, wholeNumber } from './optionValues.ts';
import type { Session } from './session.ts';
import { reading } from './pieces.ts';

/** Runs: which there were, what one did, and following one as it happens. */
export function addRunCommands(program: Command, session: Session): void {
  const t = l10n.t;
  const run = program.command('run').description(t('Look at runs: one attempt of an agent at a card'));
  const which = t("id of a run, or a card's number for its latest run");
  run
    .command('list')
    .alias('ls')
    .description(t('List runs, the newest first'))
    .argument('[card]', t('only runs of this card'), taskRef)
    .option('--limit <number>', '', wholeNumber, 50)
    .action(async (task: TaskRef | undefined, { limit }: { readonly limit: number }) => (await reading()).runs.list(session, task, limit));
  run
    .command('show')
    .description(t('Show a run, the files it touched and its log'))
    .argument('<run>', which)
    .action(async (ref: string) => (await reading()).runs.show(session, ref));
  run
    .command('follow')
    .description(t('Replay the log of a run and follow it until it ends or waits; with --json one event a line'))
    .argument('<run>', which)
    .action(async (ref: string) => (await reading()).runs.follow(session, ref));
}
