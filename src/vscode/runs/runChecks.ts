import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as z from 'zod';
import { CheckedTask } from '../../core/actions/runActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { checkTitle, type Check } from '../../core/model/check.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Task } from '../../core/model/task.ts';
import { showInformation, showWarning } from '../messages.ts';
import type { WindowParts } from '../windowParts.ts';
import { offerTrust } from './offerTrust.ts';

/** Characters of a command in a message; it is whole on the card. */
const MOST_SHOWN = 60;

/** Runs the checks of a card in review, says what they found and offers what comes next. */
export async function runChecks(parts: WindowParts, id: TaskId): Promise<void> {
  const { session, feed, navigation } = parts;
  const number = feed.cards.get(id)?.number ?? '';
  if (!offerTrust()) return;
  let checked = await measure(parts, id);
  if (checked.notAllowed.length > 0 && (await confirmCommands(parts, number, checked.notAllowed))) {
    await session.call('task.accept-checks', Task, {
      task: id,
      checks: checked.notAllowed.map(({ id: check, spec }) => ({ id: check, spec })),
    });
    checked = await measure(parts, id);
  }
  const { task } = checked;
  const open = task.checks.filter(({ state, latest }) => state === 'accepted' && latest?.passed !== true);
  const [accept, anyway, look] = [l10n.t('Accept'), l10n.t('Accept Anyway'), l10n.t('Open Card')];
  const chosen =
    open.length === 0
      ? await showInformation(l10n.t('The checks of #{0} have passed.', task.number), accept)
      : await showWarning(l10n.t('#{0}: {1}', task.number, open.map((check) => wordsFor(parts, check)).join('; ')), anyway, look);
  if (chosen === look) await navigation.openCard(id);
  else if (chosen !== undefined) await session.call('task.accept', Task, { task: id, unchecked: true, expectedRevision: task.revision });
}

/** A check as a message names it. */
export function shortTitle({ session }: WindowParts, { spec }: Check): string {
  const title = (session.board?.filter ?? String)(checkTitle(spec)).replace(/\s+/g, ' ');
  return title.length > MOST_SHOWN ? `${title.slice(0, MOST_SHOWN)}…` : title;
}

function wordsFor(parts: WindowParts, check: Check): string {
  const { latest } = check;
  const title = shortTitle(parts, check);
  if (latest === null) return l10n.t('the check "{0}" has not been run', title);
  const summary = (parts.session.board?.filter ?? String)(latest.summary);
  return latest.unmeasured === undefined
    ? l10n.t('the check "{0}" has failed ({1})', title, summary)
    : l10n.t('the check "{0}" could not be measured ({1})', title, summary);
}

/** Shows that something goes on and lets it be stopped. */
function measure({ session, feed }: WindowParts, task: TaskId): Thenable<z.output<typeof CheckedTask>> {
  const number = feed.cards.get(task)?.number ?? '';
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Running the checks of #{0}…', number),
    cancellable: true,
  };
  return vscode.window.withProgress(progress, (_report, stop) => {
    const abort = new AbortController();
    stop.onCancellationRequested(() => abort.abort(new UserError('refused', l10n.t('The checks of #{0} were stopped.', number))));
    return session.call('task.run-checks', CheckedTask, { task }, abort.signal);
  });
}

/** Nobody on this machine has allowed these commands in these words: they are shown whole, and not at all where the filter would change them. */
async function confirmCommands({ session }: WindowParts, number: number | string, checks: readonly Check[]): Promise<boolean> {
  const commands = checks.map(({ spec }) => checkTitle(spec));
  const hidden = commands.find((command) => session.board?.filter(command) !== command);
  if (hidden !== undefined)
    throw new UserError(
      'refused',
      l10n.t('A check of #{0} holds characters that cannot be shown as they are, so its command is not run. Write the check anew.', number),
    );
  const run = commands.length === 1 ? l10n.t('Run Check') : l10n.t('Run Checks');
  const detail = [
    l10n.t('Nobody has allowed this on this machine yet. From now on it runs by itself, with your rights:'),
    ...commands.map((command) => `$ ${command}`),
  ].join('\n');
  return (await vscode.window.showWarningMessage(l10n.t('Run the checks of #{0}?', number), { modal: true, detail }, run)) === run;
}
