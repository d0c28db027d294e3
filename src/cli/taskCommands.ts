import * as l10n from '@vscode/l10n';
import { Option, type Command } from 'commander';
import { priorities, taskStatuses } from '../core/model/choices.ts';
import type { TaskRef } from '../core/model/task.ts';
import type { ListOptions } from './deeds/cardReading.ts';
import type { AddOptions, EditOptions } from './deeds/cards.ts';
import { clearable } from './emptyFields.ts';
import { choice, taskRef, wholeNumber } from './optionValues.ts';
import type { Session } from './session.ts';
import { addTaskOptions } from './taskOptions.ts';
import { reading, working } from './pieces.ts';

/** Making, finding and changing cards. */
export function addTaskCommands(task: Command, session: Session): void {
  const t = l10n.t;
  addTaskOptions(task.command('add').description(t('Add a card')).argument('<title>', t('what should be done, in one line')))
    .option('--queue', t('put it in the queue at once: `rota task execute` does it'))
    .option('--needs-approval', t('does not start before a person accepts it'))
    .option('--no-approval', t('starts without approval, however risky: you are the one who says so'))
    .addHelpText(
      'after',
      `\n${t('Example')}:\n  rota task add "Fix the date parser" -d "It takes months for minutes." --check "npm test" --queue`,
    )
    .action(async (title: string, options: AddOptions) => (await working()).cards.add(session, title, options));
  task
    .command('list')
    .alias('ls')
    .description(t('List cards'))
    .addOption(new Option('-s, --status <status>', t('only these (repeatable)')).argParser(choice(taskStatuses)))
    .addOption(new Option('-p, --priority <level>', t('only these (repeatable)')).argParser(choice(priorities)))
    .option('--project <name>')
    .option('--agent <name>')
    .option('--unassigned', t('only cards without an agent'))
    .option('--label <label>')
    .option('--search <words>', t('every word occurs in title, description or labels'))
    .option('--limit <number>', t('cards on a page'), wholeNumber, 100)
    .option('--cursor <cursor>', t('the next page, as the last one named it'))
    .action(async (options: ListOptions) => (await reading()).cards.list(session, options));
  task
    .command('show')
    .description(t('Show a card with its checks, history and comments'))
    .argument('<card>', t('number or id'), taskRef)
    .action(async (ref: TaskRef) => (await reading()).cards.show(session, ref));
  task
    .command('statistics')
    .description(t('Count cards by status'))
    .action(async () => (await reading()).cards.statistics(session));
  addTaskOptions(
    task.command('edit').description(t('Change a card; lists are replaced as a whole')).argument('<card>', t('number or id'), taskRef),
  )
    .option('--title <title>')
    .option('--progress <percent>', t('0 to 100'), wholeNumber)
    .addOption(new Option('--clear <field>', t('empty a field (repeatable)')).argParser(choice(clearable)))
    .action(async (ref: TaskRef, options: EditOptions) => (await working()).cards.edit(session, ref, options));
  task
    .command('comment')
    .description(t('Comment on a card; agents read what people say there'))
    .argument('<card>', t('number or id'), taskRef)
    .argument('<text>', t('the comment, @FILE or @- for standard input'))
    .action(async (ref: TaskRef, text: string) => (await working()).cards.comment(session, ref, text));
}
