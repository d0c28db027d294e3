import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { adoptBoard } from '../../node/adoptBoard.ts';
import { findBoards, type FoundBoard } from '../../node/foundBoards.ts';
import type { StorePlace } from '../../node/storePlace.ts';
import { findBoardPlace } from '../boardPlace.ts';
import type { Session } from '../session.ts';
import { table } from '../textLayout.ts';

export async function list(session: Session): Promise<void> {
  const { boards } = look(session);
  const shown = boards.map(({ folder, belongedTo = null, way }) => ({ folder, belongedTo, way }));
  await session.showPlain(shown, () =>
    boards.length === 0
      ? l10n.t('There is no board that belonged to another folder and could be used here.')
      : table(boards.map((board, index) => [String(index + 1), board.belongedTo ?? '?', wayNames()[board.way], board.folder])),
  );
}

export async function adopt(session: Session, chosen: string | undefined): Promise<void> {
  if (session.author.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person says whose a board is.'));
  const { place, dataFolder, boards } = look(session);
  const board = chosen === undefined ? theOne(place, boards) : find(boards, chosen);
  if (place.exists && board.way === 'left')
    throw new UserError('refused', l10n.t('There is a board in {0} already. Move {1} away first.', place.root, place.folder));
  const { root, folder } = await adoptBoard(place, dataFolder, board);
  await session.showPlain({ root, folder }, () =>
    board.way === 'older'
      ? l10n.t('The board in {0} goes on from its older files.', root)
      : l10n.t('The board of {0} is the one of {1} now.', board.belongedTo ?? board.folder, root),
  );
}

interface Look {
  readonly place: StorePlace;
  readonly dataFolder: string;
  readonly boards: readonly FoundBoard[];
}

function look(session: Session): Look {
  const { place, dataFolder } = findBoardPlace(session);
  return { place, dataFolder, boards: findBoards(place, dataFolder) };
}

/** The one that nobody could mean another one than. */
function theOne(place: StorePlace, boards: readonly FoundBoard[]): FoundBoard {
  const likely = boards.filter(({ isLikely }) => isLikely);
  const [first] = likely;
  if (first && (first.way !== 'left' || likely.length === 1)) return first;
  if (boards.length > 0)
    throw new UserError('invalid', l10n.t('Say which board is meant: `rota adopt --list` shows those that can be used here.'));
  if (place.exists) throw new UserError('refused', l10n.t('The board in {0} belongs there already.', place.root));
  throw new UserError('not-found', l10n.t('There is no board that belonged to another folder and could be used here.'));
}

function find(boards: readonly FoundBoard[], chosen: string): FoundBoard {
  const folder = resolve(chosen);
  const found =
    boards.find(({ belongedTo }) => belongedTo === folder) ?? (/^\d{1,3}$/.test(chosen) ? boards[Number(chosen) - 1] : undefined);
  if (found) return found;
  throw new UserError('not-found', l10n.t('No board that could be used here belonged to "{0}". `rota adopt --list` shows them.', chosen));
}

function wayNames(): Record<FoundBoard['way'], string> {
  return {
    moved: l10n.t('moved here'),
    copied: l10n.t('a copy of a board that is still there'),
    older: l10n.t('an older state of this board'),
    left: l10n.t('in your user data folder; its workspace is gone'),
  };
}
