import type { agentCommandIds, CommandHandlers } from '../contributions.ts';
import type { WindowParts } from '../windowParts.ts';

/** Commands about agents, models and keys. */
export function agentCommands(_parts: WindowParts): CommandHandlers<(typeof agentCommandIds)[number]> {
  return {
    'rota.addAgent': () => undefined,
    'rota.editAgent': () => undefined,
    'rota.removeAgent': () => undefined,
    'rota.chooseModel': () => undefined,
    'rota.setKey': () => undefined,
    'rota.removeKey': () => undefined,
  };
}
