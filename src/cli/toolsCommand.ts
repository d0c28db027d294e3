import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import { working } from './pieces.ts';
import type { Session } from './session.ts';

/** `tools`: which programs of the workspace commands and checks may take. */
export function addToolsCommand(program: Command, session: Session): void {
  const t = l10n.t;
  const tools = program
    .command('tools')
    .description(t('Programs of the workspace (.venv/bin, node_modules/.bin) that commands and checks may take'));
  const folder = t('a folder of programs in the workspace');
  tools
    .command('list', { isDefault: true })
    .alias('ls')
    .description(t('List the folders of programs in the workspace, and which of them are used'))
    .action(async () => (await working()).tools.list(session));
  tools
    .command('use')
    .description(t('Show which programs would come from a folder, and let commands and checks take them if you say so'))
    .argument('<folder>', folder)
    .option('--yes', t('do not ask: you have looked'))
    .addHelpText('after', `\n${helpText()}`)
    .action(async (named: string, { yes }: { readonly yes?: boolean }) => (await working()).tools.use(session, named, yes === true));
  tools
    .command('forget')
    .description(t('Take that back: commands and checks find only programs outside the workspace again'))
    .argument('<folder>', folder)
    .action(async (named: string) => (await working()).tools.forget(session, named));
}

function helpText(): string {
  return l10n.t(`Programs in the workspace are not found by themselves: whatever came with a repository, or an agent wrote, would run
under the name of a program that you know. What you allow holds on this machine and for this board; it is kept in
your data folder. The folder is set aside, and you are told, when a program there that takes the place of one of this
machine is changed or added. Other programs there may change without a word: they run with all your rights.`);
}
