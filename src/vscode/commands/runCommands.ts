import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Task } from '../../core/model/task.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import type { CommandHandlers, runCommandIds } from '../contributions.ts';
import { showInformation } from '../messages.ts';
import { acceptCards } from '../runs/acceptCards.ts';
import { chooseRun } from '../runs/chooseRun.ts';
import { continueRun } from '../runs/continueRun.ts';
import { QueueSwitch } from '../runs/queueSwitch.ts';
import { runChecks } from '../runs/runChecks.ts';
import { RunStarter } from '../runs/startRuns.ts';
import { undoRun } from '../runs/undoRun.ts';
import type { WindowParts } from '../windowParts.ts';
import { cardTargets } from './cardTarget.ts';
import { cardInSight, chooseCard, chooseCards } from './chooseCards.ts';

/** Commands that start, stop and judge runs. */
export function runCommands(parts: WindowParts): CommandHandlers<(typeof runCommandIds)[number]> {
  const starter = new RunStarter(parts);
  const queue = new QueueSwitch(parts);
  const cards = (args: readonly unknown[], question: string, fits: (card: BoardCard) => boolean): Promise<TaskId[]> =>
    targets(parts, args, question, fits);
  return {
    'rota.runCard': async (...args) =>
      starter.run(await cards(args, l10n.t('Run which card?'), isIn('todo', 'queued', 'failed', 'canceled'))),
    'rota.runNext': () => starter.runNext(),
    'rota.startQueue': () => queue.start(),
    'rota.stopQueue': () => queue.stop(),
    'rota.stopRun': (...args) => stopRun(parts, args),
    'rota.continueRun': async (...args) => {
      const [task] = await cards(
        args,
        l10n.t('Go on with which card?'),
        (card) => card.status === 'waiting' || (card.status === 'queued' && card.run !== null),
      );
      const wish = task && (await continueRun(parts, task));
      if (wish) await starter.tell(wish);
    },
    'rota.cancelCard': async (...args) => {
      for (const task of await cards(args, l10n.t('Cancel which card?'), (card) => !isIn('done', 'failed', 'canceled')(card)))
        await parts.session.call('task.cancel', Task, { task });
    },
    'rota.undoRun': async (...args) => {
      const [task] = await cards(args, l10n.t('Undo the file changes of which card?'), ({ run }) => run !== null);
      if (task) await undoRun(parts, task);
    },
    'rota.showRun': async (...args) => {
      const [task] = await cards(args, l10n.t('Show the run of which card?'), ({ run }) => run !== null);
      const run = task && (await chooseRun(parts, task, l10n.t('Show which run?')));
      if (run) await parts.navigation.showRun({ task: run.task, run: run.id, takeFocus: true });
      else if (task) void showInformation(l10n.t('This card has had no run yet.'));
    },
    'rota.acceptCard': async (...args) =>
      acceptCards(
        parts,
        await cards(args, l10n.t('Accept which card?'), (card) => card.status === 'review' || !card.accepted || card.approvalPending),
      ),
    'rota.runChecks': async (...args) => {
      for (const task of await cards(args, l10n.t('Run the checks of which card?'), isIn('review'))) await runChecks(parts, task);
    },
    'rota.requestChanges': async (...args) => {
      const tasks = await cards(args, l10n.t('Request changes of which card?'), isIn('review'));
      if (await requestChanges(parts, tasks)) await starter.run(tasks);
    },
  };
}

function isIn(...statuses: readonly TaskStatus[]): (card: BoardCard) => boolean {
  return ({ status }) => statuses.includes(status);
}

/** The cards that the command was called for; without any, one that fits. */
async function targets(
  parts: WindowParts,
  args: readonly unknown[],
  question: string,
  fits: (card: BoardCard) => boolean,
): Promise<TaskId[]> {
  if (args.length > 0 && args[0] !== undefined) return chooseCards(parts, args, question);
  const chosen = await chooseCard(parts, question, { fits, runInSight: true });
  return chosen ? [chosen.id] : [];
}

/** Stops the runs of the cards it was called for, else the run that is in sight, else what runs in this window; asks only when that is not clear. */
async function stopRun(parts: WindowParts, args: readonly unknown[]): Promise<void> {
  const named = cardTargets(args);
  const { store, app } = await parts.session.require();
  const carried = await Promise.all(app.runs.active.map(async (id) => (await store.findRun(id))?.task));
  const active = carried.filter((task) => task !== undefined);
  const [only, another] = active;
  await parts.feed.settle();
  const goesOn = isIn('running', 'waiting');
  const meant = cardInSight(parts, { fits: goesOn, runInSight: true })?.id ?? (another === undefined ? only : undefined);
  const tasks = named.length > 0 ? named : meant ? [meant] : await targets(parts, args, l10n.t('Stop which run?'), goesOn);
  for (const task of tasks) await parts.session.call('run.stop', Task, { task });
}

/** Sends work back with a note that the agent reads first. */
async function requestChanges({ session }: WindowParts, tasks: readonly TaskId[]): Promise<boolean> {
  if (tasks.length === 0) return false;
  const note = await vscode.window.showInputBox({
    title: l10n.t('Request Changes'),
    prompt: l10n.t('What should be different? The agent reads this first and starts again.'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Say what should be different.') : undefined),
  });
  if (!note?.trim()) return false;
  for (const task of tasks) await session.call('task.request-changes', Task, { task, note });
  return true;
}
