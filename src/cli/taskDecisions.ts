import * as l10n from '@vscode/l10n';
import { Argument, type Command } from 'commander';
import { taskStatuses } from '../core/model/choices.ts';
import type { TaskRef } from '../core/model/task.ts';
import type { TaskStatus } from '../core/model/taskStatus.ts';
import { taskRef } from './optionValues.ts';
import type { Session } from './session.ts';
import type { AcceptOptions, NoteOptions } from './deeds/decisions.ts';
import { working } from './pieces.ts';

/** What a person decides about a card. */
export function addTaskDecisions(task: Command, session: Session): void {
  const t = l10n.t;
  const on = (name: string, description: string): Command =>
    task.command(name).description(description).argument('<card>', t('number or id'), taskRef);
  on('move', t('Move a card to another status by hand'))
    .addArgument(new Argument('<status>').choices(taskStatuses))
    .option('--note <text>', t('why; opens the next prompt when it goes back to the queue'))
    .action(async (ref: TaskRef, to: TaskStatus, options: NoteOptions) => (await working()).decisions.move(session, ref, to, options));
  on('accept', t('Accept the work in review, or a proposed card with its checks'))
    .option('--note <text>')
    .option('--unchecked', t('also when checks of the work have not been run'))
    .action(async (ref: TaskRef, options: AcceptOptions) => (await working()).decisions.accept(session, ref, options));
  on('check', t('Run the checks of a card in review; it stays there until you accept it'))
    .option('--allow', t('let its commands run as checks from now on, as they are written'))
    .action(async (ref: TaskRef, options: { readonly allow?: boolean }) =>
      (await working()).decisions.check(session, ref, options.allow === true),
    );
  on('request-changes', t('Send work in review back to the queue with a note'))
    .argument('<note>', t('what should be different, @FILE or @-'))
    .action(async (ref: TaskRef, note: string) => (await working()).decisions.requestChanges(session, ref, note));
  on('cancel', t('Cancel a card and stop its run')).action(async (ref: TaskRef) => (await working()).decisions.cancel(session, ref));
  on('undo', t("Give files their content from before the card's last run"))
    .option('--run <id>', t('another run of the card'))
    .action(async (ref: TaskRef, options: { readonly run?: string }) => (await working()).decisions.undo(session, ref, options.run));
  on('answer', t('Answer what a card waits for'))
    .argument('[answer...]', t('yes, run (yes for this run), no [NOTE], continue, stop, start-over; to a question: the text'))
    .option('--request <id>', t('which request, when the card waits for several'))
    .addHelpText(
      'after',
      `\n${t('Without an answer on a terminal the request is shown and asked. Afterwards `rota task execute CARD` goes on.')}`,
    )
    .action(async (ref: TaskRef, words: string[], options: { readonly request?: string }) =>
      (await working()).decisions.answer(session, ref, words.join(' '), options.request),
    );
}
