import { ActionTable } from '../core/actions/actionTable.ts';
import { readingActions } from '../core/actions/readingActions.ts';
import { lookAtStore } from '../node/lookAtStore.ts';
import { createStderrLog } from '../node/stderrLog.ts';
import { readGround, warnAt } from './ground.ts';
import type { OpenLook } from './host.ts';

/** The host of a command that only reads: a picture of the board, and the actions that need no more. */
export const openLookHost: OpenLook = async (terminal, workspace) => {
  const warn = warnAt(terminal);
  const warnings: string[] = [];
  const { place, dataFolder, filter, board } = readGround(terminal, workspace, {}, (message) => warnings.push(message));
  const log = createStderrLog({ environment: terminal.env, filter, stream: terminal.stderr });
  const store = await lookAtStore(place, { dataFolder, notify: warn, log });
  if (!store) return undefined; // the host that is opened instead tells them
  for (const message of warnings) warn(message);
  return {
    actions: new ActionTable(readingActions(store)),
    filter,
    board,
    close: () => store.close(),
  };
};
