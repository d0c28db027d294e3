import * as adopt from './deeds/adopt.ts';
import * as agents from './deeds/agents.ts';
import * as backups from './deeds/backups.ts';
import * as cards from './deeds/cards.ts';
import * as decisions from './deeds/decisions.ts';
import * as doctor from './deeds/doctor.ts';
import * as execute from './deeds/execute.ts';
import * as importBoard from './deeds/importBoard.ts';
import * as initBoard from './deeds/initBoard.ts';
import * as moveBoard from './deeds/moveBoard.ts';
import * as removal from './deeds/removal.ts';
import * as salvage from './deeds/salvage.ts';
import * as tools from './deeds/tools.ts';
import { openNodeHost } from './nodeHost.ts';

/** All that the other commands need. */
export const working = {
  openNodeHost,
  adopt,
  agents,
  backups,
  cards,
  decisions,
  doctor,
  execute,
  importBoard,
  initBoard,
  moveBoard,
  removal,
  salvage,
  tools,
};
