import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import { AuditPage } from '../core/actions/taskActions.ts';
import type { TaskRef } from '../core/model/task.ts';
import { taskRef, wholeNumber } from './optionValues.ts';
import type { Session } from './session.ts';
import { timeOf } from './taskText.ts';
import { oneLine, table } from './textLayout.ts';

/** `audit`: who did what on what, with which outcome. */
export function addAuditCommand(program: Command, session: Session): void {
  program
    .command('audit')
    .description(l10n.t('Show who did what, the newest first'))
    .argument('[card]', l10n.t('only what was done with this card'), taskRef)
    .option('--limit <number>', '', wholeNumber, 50)
    .action((task: TaskRef | undefined, { limit }: { readonly limit: number }) => audit(session, task, limit));
}

async function audit(session: Session, task: TaskRef | undefined, limit: number): Promise<void> {
  const page = await session.call('audit.list', AuditPage, { limit, ...(task === undefined ? {} : { task }) });
  await session.show(page, ({ items }) =>
    table(
      items.map(({ at, actor, action, entity, outcome, detail }) => [timeOf(at), actor.name, action, entity, outcome, oneLine(detail)]),
    ),
  );
}
