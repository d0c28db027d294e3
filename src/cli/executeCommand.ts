import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { TaskRef } from '../core/model/task.ts';
import { each, taskRef } from './optionValues.ts';
import type { Session } from './session.ts';
import type { ExecuteOptions } from './deeds/execute.ts';
import { working } from './pieces.ts';

/** `task execute`: agents do cards while the person watches. */
export function addExecuteCommand(task: Command, session: Session): void {
  const t = l10n.t;
  task
    .command('execute')
    .alias('run')
    .description(t('Let agents do cards: the named ones, or the whole queue'))
    .argument('[cards...]', t('numbers or ids'), eachCard)
    .option(
      '--allow <what>',
      t(
        "allowed without asking (repeatable): 'edit:src/a.ts', 'edit:src/' (all below), 'run:npm test' (exactly this, in the folder of the board)",
      ),
      each,
    )
    .option('--require-done', t('end with 4 when a card is left in review'))
    .addHelpText('after', `\n${helpText()}`)
    .action(async (cards: TaskRef[], options: ExecuteOptions) => (await working()).execute.execute(session, cards, options));
}

function helpText(): string {
  return l10n.t(`What is not allowed asks on a terminal. Without one the card waits and the command ends with 3:
answer with "rota task answer CARD yes", or allow more, then execute the card again.

Examples:
  rota task execute
  rota task execute 3 4 --allow 'edit:src/' --allow 'run:npm test'`);
}

function eachCard(value: string, earlier: readonly TaskRef[] | undefined): TaskRef[] {
  return [...(earlier ?? []), taskRef(value)];
}
