import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { Session } from './session.ts';

/** `init`: makes the board of a folder, and says what may come next. */
export function addInitCommand(program: Command, session: Session): void {
  program
    .command('init')
    .description(l10n.t('Make a board in this folder (the first card does it too)'))
    .action(() => init(session));
}

async function init(session: Session): Promise<void> {
  const { folder, isNew } = await session.host({ create: true });
  await session.show({ folder, created: isNew }, (made) =>
    made.created ? l10n.t('Made a board in {0}.', made.folder) : l10n.t('There is a board in {0} already.', made.folder),
  );
  if (isNew)
    session.note(
      l10n.t('Next: `rota agent add --help`, then `rota task add "TITLE"`. Share .rota through git if you like; .rota/local stays here.'),
    );
}
