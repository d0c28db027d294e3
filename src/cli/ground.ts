import { join, resolve } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import { createTextFilter } from '../core/base/safeText.ts';
import * as l10n from '@vscode/l10n';
import type { Board } from '../core/model/board.ts';
import { RotaSettings } from '../core/model/settings.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';
import { readBoard } from '../node/boardFile.ts';
import { LastLayout } from '../node/lastLayout.ts';
import { openKeys, type Keys } from '../node/nodeKeys.ts';
import { missingBoard, nearbyTexts } from '../node/identifyStore.ts';
import { settledPlace } from '../node/openStore.ts';
import { readSettings } from '../node/settingsFile.ts';
import { findStorePlace, type StorePlace } from '../node/storePlace.ts';
import { openUserData } from '../node/userData.ts';
import type { HostNeeds } from './host.ts';
import { shownText } from './shownText.ts';
import { storeHomes } from './storeHomes.ts';
import type { Terminal } from './terminal.ts';

/** What a host stands on before it opens the store. */
export interface Ground {
  readonly place: StorePlace;
  readonly dataFolder: string;
  readonly settings: RotaSettings;
  readonly keys: Keys;
  readonly filter: TextFilter;
  readonly board: Board;
}

type Warn = (message: string) => void;

/** Tells the person at a terminal what is wrong and does not stop the work. */
export function warnAt({ stderr }: Terminal): Warn {
  return (message) => void stderr.write(`${shownText(message)}\n`);
}

/** Says where a board was made, unless the command does, and which other one may have been meant. */
export function tellNew(place: StorePlace, dataFolder: string, { warn, isTold }: { warn: Warn; isTold: boolean }): void {
  const made = isTold ? [] : [l10n.t('Made a new board in {0}.', place.root)];
  const sentences = [...made, ...nearbyTexts(place, dataFolder)];
  if (sentences.length > 0) warn(sentences.join(' '));
}

/** What `sudo` makes in somebody's folder is root's, and shut for them. */
export function warnOfRoot({ folder, root }: StorePlace, { env }: Terminal, warn: Warn): void {
  const user = Number(env['SUDO_UID'] ?? 0);
  if (process.getuid?.() !== 0 || !Number.isInteger(user) || user === 0) return;
  warn(
    l10n.t(
      'The board in {0} belongs to root now, and you cannot open it without sudo. If that was not meant: sudo rm -r {1}, then start again without sudo.',
      root,
      folder,
    ),
  );
}

/** Reads all that stands in files; what is wrong in them is told. */
export function readGround(terminal: Terminal, workspace: string | undefined, needs: HostNeeds, warn: Warn): Ground {
  const found = findStorePlace(resolve(terminal.folder, workspace ?? '.'), storeHomes(terminal));
  const dataFolder = openUserData(terminal.env, [found.root]);
  const place = settledPlace(found, dataFolder);
  if (!place.exists && !needs.create) throw missingBoard(place, dataFolder);
  const { settings, keys } = readPersonal(terminal, dataFolder, needs, warn);
  const { board, problem } = readBoard(join(place.root, '.rota'), new LastLayout(dataFolder, place.folder));
  if (problem !== undefined) warn(problem);
  return { place, dataFolder, settings, keys, filter: createTextFilter({ secrets: keys.all() }), board };
}

/** What belongs to the person. Broken files stop what they would rule (runs), and are named everywhere else. */
function readPersonal(terminal: Terminal, dataFolder: string, needs: HostNeeds, warn: Warn): { settings: RotaSettings; keys: Keys } {
  const tolerant = <T>(read: () => T, otherwise: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (needs.run || !(error instanceof UserError)) throw error;
      warn(error.message);
      return otherwise();
    }
  };
  return {
    settings: tolerant(
      () => readSettings(dataFolder),
      () => RotaSettings.parse({}),
    ),
    keys: tolerant(
      () => openKeys(terminal.env, dataFolder),
      () => ({ find: async () => undefined, all: () => [] }),
    ),
  };
}
