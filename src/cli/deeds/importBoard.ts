import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Session } from '../session.ts';

export async function importBoard(session: Session, folder: string): Promise<void> {
  const host = await session.host({ create: true });
  const imported = await host.importCards(resolve(session.terminal.folder, folder));
  await session.show(imported, ({ added, skipped }) => {
    const cards = added === 1 ? l10n.t('Imported 1 card.') : l10n.t('Imported {0} cards.', added);
    return skipped === 0 ? cards : l10n.t('{0} {1} rows made no sense and were left out.', cards, skipped);
  });
  session.note(l10n.t('They wait for you: `rota task list`, then `rota task accept CARD` for those that agents may do.'));
}
