import { installCommandLine } from '../commandLine/installCommandLine.ts';
import { removeCommandLine } from '../commandLine/removeCommandLine.ts';
import type { CommandHandlers, startCommandIds } from '../contributions.ts';
import { tryExample } from '../firstStart/tryExample.ts';
import { showWalkthrough } from '../firstStart/walkthrough.ts';
import type { HealthPanel } from '../health/healthPanel.ts';
import type { ViewHelp } from '../help/viewHelp.ts';
import type { WindowParts } from '../windowParts.ts';

/** Commands for whoever begins, or has met a problem. */
export function startCommands(
  parts: WindowParts,
  { health, help }: { readonly health: HealthPanel; readonly help: ViewHelp },
): CommandHandlers<(typeof startCommandIds)[number]> {
  /** What the page shows has changed under it. */
  const lookAgain = (): void => void health.lookAgain();
  return {
    'rota.getStarted': () => showWalkthrough(),
    'rota.tryExample': () => tryExample(parts),
    'rota.installCommandLine': () => installCommandLine(parts.context, lookAgain),
    'rota.removeCommandLine': () => removeCommandLine(lookAgain),
    'rota.checkHealth': () => health.open(),
    'rota.viewHelp': (view) => help.open(view),
    'rota.inboxHelp': () => help.open('inbox'),
    'rota.cardsHelp': () => help.open('cards'),
    'rota.agentsHelp': () => help.open('agents'),
    'rota.runHelp': () => help.open('run'),
  };
}
