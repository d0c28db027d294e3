import type { CommandHandlers, requestCommandIds } from '../contributions.ts';
import type { WindowParts } from '../windowParts.ts';

/** Commands that answer what waits for a person. */
export function requestCommands(_parts: WindowParts): CommandHandlers<(typeof requestCommandIds)[number]> {
  return {
    'rota.openRequest': () => undefined,
    'rota.nextRequest': () => undefined,
    'rota.approveRequest': () => undefined,
    'rota.rejectRequest': () => undefined,
    'rota.answerRequest': () => undefined,
  };
}
