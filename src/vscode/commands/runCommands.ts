import type { CommandHandlers, runCommandIds } from '../contributions.ts';
import type { WindowParts } from '../windowParts.ts';
import { cardTargets } from './cardTarget.ts';

/** Commands that start, stop and judge runs. */
export function runCommands({ navigation }: WindowParts): CommandHandlers<(typeof runCommandIds)[number]> {
  return {
    'rota.runCard': () => undefined,
    'rota.runNext': () => undefined,
    'rota.startQueue': () => undefined,
    'rota.stopQueue': () => undefined,
    'rota.stopRun': () => undefined,
    'rota.continueRun': () => undefined,
    'rota.cancelCard': () => undefined,
    'rota.undoRun': () => undefined,
    'rota.showRun': async (...args) => {
      const [task] = cardTargets(args);
      if (task) await navigation.showRun({ task, takeFocus: true });
    },
    'rota.acceptCard': () => undefined,
    'rota.requestChanges': () => undefined,
  };
}
