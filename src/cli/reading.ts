import * as audit from './deeds/audit.ts';
import * as board from './deeds/board.ts';
import * as cards from './deeds/cardReading.ts';
import * as inbox from './deeds/inbox.ts';
import * as runs from './deeds/runs.ts';
import { openLookHost } from './lookHost.ts';

/** All that commands need which only read. */
export const reading = { openLookHost, audit, board, cards, inbox, runs };
