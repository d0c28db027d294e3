import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import type { Backup } from '../../core/model/backup.ts';
import { salvageText } from '../../core/model/salvageText.ts';
import { salvageBoard, type Salvage } from '../../node/salvageBoard.ts';
import { findBoardPlace } from '../boardPlace.ts';
import { warnAt } from '../ground.ts';
import type { Session } from '../session.ts';

export async function salvage(session: Session, dryRun: boolean): Promise<void> {
  const { terminal, author } = session;
  if (author.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person salvages a board.'));
  const { place, dataFolder } = findBoardPlace(session);
  const done = await salvageBoard(place, { dataFolder, dryRun, notify: warnAt(terminal) });
  await session.showPlain(done, textOf);
}

function textOf(done: Salvage): string {
  if (done.kind === 'finished') return l10n.t('An earlier salvage or restore had been cut short just before its end. It is finished now.');
  const { report, better, keptIn } = done;
  const [newest] = better;
  return [
    ...salvageText(report),
    ...(newest ? [backupText(newest)] : []),
    keptIn === undefined
      ? l10n.t('Nothing was changed. `rota salvage` makes a new board of it, and keeps the damaged files.')
      : l10n.t('The board is made anew of this. The damaged files are kept in {0}.', keptIn),
  ].join('\n');
}

function backupText({ madeAt, cards, name }: Backup): string {
  return l10n.t(
    'A backup of {0} has more cards ({1}): `rota backup restore {2}` puts it in the place of the board.',
    new Date(madeAt).toLocaleString(),
    cards,
    name,
  );
}
