import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';

/** The steps of the walkthrough in package.json. */
export type StartStep = 'model' | 'run' | 'decide' | 'card' | 'health';

/** How long (ms) the editor takes to read the walkthroughs of extensions. */
const READING = 600;

let isKnown = false;

/** Shows the walkthrough, at one of its steps or where the person was. */
export async function showWalkthrough(step?: StartStep): Promise<void> {
  const open = (): Thenable<unknown> =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', {
      category: 'rota.rota#start',
      ...(step === undefined ? {} : { step }),
    });
  await open();
  if (isKnown) return;
  // The editor may read walkthroughs of extensions only when it shows the first one, and then shows its own: by the second time it knows ours.
  isKnown = true;
  await wait(READING);
  await open();
}
