import * as l10n from '@vscode/l10n';
import { Option, type Command } from 'commander';
import type { TaskRef } from '../core/model/task.ts';
import { choice, moment, taskRef } from './optionValues.ts';
import type { Session } from './session.ts';
import type { ClearOptions } from './deeds/removal.ts';
import { working } from './pieces.ts';

/** Taking cards off the board and back, and what hangs below them. */
export function addTaskRemoval(task: Command, session: Session): void {
  const t = l10n.t;
  const on = (name: string, description: string): Command =>
    task.command(name).description(description).argument('<card>', t('number or id'), taskRef);
  on('delete', t('Delete a card; it can be restored for 30 days')).action(async (ref: TaskRef) =>
    (await working()).removal.remove(session, ref),
  );
  on('restore', t('Restore a deleted card with all that hung off it')).action(async (ref: TaskRef) =>
    (await working()).removal.restore(session, ref),
  );
  task
    .command('deleted')
    .description(t('List deleted cards that can be restored'))
    .action(async () => (await working()).removal.deleted(session));
  task
    .command('clear')
    .description(t('Delete ended cards; each can be restored for 30 days'))
    .addOption(
      new Option('-s, --status <status>', t('done, failed or canceled (repeatable); else done and canceled')).argParser(
        choice(['done', 'failed', 'canceled']),
      ),
    )
    .option('--before <date>', t('only those last changed before this time, or before the first minute of this day here'), moment)
    .option('--meta <key=value>', t('only those with this metadata'))
    .option('--project <name>')
    .option('--dry-run', t('only say what would go'))
    .action(async (options: ClearOptions) => (await working()).removal.clear(session, options));
  on('artifact', t('Write the content of an artifact to standard output'))
    .argument('<name>', t('its name or id, as `rota task show` lists them'))
    .addHelpText('after', `\n${t('Example')}:\n  rota task artifact 12 report.pdf > report.pdf`)
    .action(async (ref: TaskRef, name: string) => (await working()).removal.artifact(session, ref, name));
}
