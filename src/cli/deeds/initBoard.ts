import * as l10n from '@vscode/l10n';
import type { Session } from '../session.ts';

export async function init(session: Session, anew: boolean): Promise<void> {
  const { folder, isNew } = await session.host({ create: anew ? 'anew' : true, tellsNew: true });
  await session.show({ folder, created: isNew }, (made) =>
    made.created ? l10n.t('Made a board in {0}.', made.folder) : l10n.t('There is a board in {0} already.', made.folder),
  );
  if (isNew)
    session.note(
      l10n.t('Next: `rota agent add --help`, then `rota task add "TITLE"`. Share .rota through git if you like; .rota/local stays here.'),
    );
}
