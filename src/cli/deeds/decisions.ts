import * as l10n from '@vscode/l10n';
import { CheckedTask, RequestPage, UndoneRun } from '../../core/actions/runActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { checkTitle } from '../../core/model/check.ts';
import { PersonRequest } from '../../core/model/request.ts';
import type { RunId } from '../../core/model/scalars.ts';
import { Task, type TaskRef } from '../../core/model/task.ts';
import { TaskDetails } from '../../core/actions/taskActions.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import { evidenceLines, failingOutput } from '../evidenceText.ts';
import { exitCodes } from '../exitCodes.ts';
import { textOrFile } from '../givenText.ts';
import { answerFrom, answerHint } from '../requestAnswers.ts';
import type { Session } from '../session.ts';
import { nameTask, paintStatus } from '../taskText.ts';
import { TerminalApprover } from '../terminalApprover.ts';

/** Lines of a failing check's output. */
const MOST_LINES = 12;

export interface NoteOptions {
  readonly note?: string;
}

export interface AcceptOptions extends NoteOptions {
  readonly unchecked?: boolean;
}

export async function move(session: Session, task: TaskRef, to: TaskStatus, { note }: NoteOptions): Promise<void> {
  await decide(session, 'task.move', { task, to, ...(note === undefined ? {} : { note }) });
}

export async function requestChanges(session: Session, task: TaskRef, note: string): Promise<void> {
  await decide(session, 'task.request-changes', { task, note: await textOrFile(note, session.terminal) });
}

export async function cancel(session: Session, task: TaskRef): Promise<void> {
  await decide(session, 'task.cancel', { task });
}

async function decide(session: Session, action: string, input: object): Promise<void> {
  const decided = await session.call(action, Task, input);
  await session.show(decided, (task) => l10n.t('{0} is {1}.', nameTask(task), paintStatus(task.status, session.styles)));
}

/** Says which commands may run by themselves from now on: a proposal may have come from an agent. */
export async function accept(session: Session, task: TaskRef, options: AcceptOptions): Promise<void> {
  const { task: before } = await session.call('task.get', TaskDetails, { task });
  const proposed = before.checks.flatMap(({ spec, state }) => (state === 'proposed' && spec.kind === 'command' ? [spec.command] : []));
  await decide(session, 'task.accept', { task, ...options });
  const { filter } = await session.host();
  for (const command of before.status === 'review' ? [] : proposed)
    session.note(l10n.t('runs by itself as a check from now on: {0}', filter(command)));
}

/** Commands that nobody has allowed on this machine are named and left alone, unless the caller allows them. */
export async function check(session: Session, ref: TaskRef, allow: boolean): Promise<void> {
  await session.host({ run: true });
  let checked = await session.call('task.run-checks', CheckedTask, { task: ref });
  if (allow && checked.notAllowed.length > 0) {
    await session.call('task.accept-checks', Task, { task: ref, checks: checked.notAllowed.map(({ id, spec }) => ({ id, spec })) });
    checked = await session.call('task.run-checks', CheckedTask, { task: ref });
  }
  const { task, notAllowed } = checked;
  const accepted = task.checks.filter(({ state }) => state === 'accepted');
  await session.show(checked, (shown) =>
    [...evidenceLines(shown.task.checks, session.styles), ...shown.task.checks.map((each) => failingOutput(each, MOST_LINES))]
      .filter((line) => line !== '')
      .join('\n'),
  );
  const { filter } = await session.host();
  for (const { spec } of notAllowed)
    session.note(
      l10n.t(
        'not run, because nobody has allowed this command on this machine: {0} (`rota task check {1} --allow` does)',
        filter(checkTitle(spec)),
        task.number,
      ),
    );
  if (notAllowed.length > 0 || accepted.some(({ latest }) => latest?.passed !== true)) session.exitCode = exitCodes.failed;
}

export async function undo(session: Session, ref: TaskRef, run: string | undefined): Promise<void> {
  const undone = await session.call('task.undo', UndoneRun, { task: ref, ...(run === undefined ? {} : { run: run as RunId }) });
  await session.show(undone, ({ report }) => {
    const same = report.restored.length + report.refused.length === 0 ? [l10n.t('Every file is already as it was before the run.')] : [];
    return [
      ...same,
      ...report.restored.map((path) => l10n.t('restored   {0}', path)),
      ...report.refused.map(({ path, reason }) => l10n.t('left alone {0}: {1}', path, reason)),
      ...report.notUndone.map((command) => l10n.t('not undone what this command did: {0}', command)),
    ].join('\n');
  });
  const { task } = await session.call('task.get', TaskDetails, { task: ref });
  if (undone.report.restored.length > 0 && task.status === 'done')
    session.note(
      l10n.t('Card #{0} stays done, with the evidence from before. `rota task move {0} queued` has it done again.', task.number),
    );
  if (undone.report.refused.length > 0) session.exitCode = 1;
}

export async function answer(session: Session, ref: TaskRef, words: string, wanted: string | undefined): Promise<void> {
  const { filter } = await session.host();
  const { task } = await session.call('task.get', TaskDetails, { task: ref });
  const { items } = await session.call('inbox.list', RequestPage, {});
  const open = items.filter((request) => request.task === task.id && (wanted === undefined || request.id === wanted));
  const [request, another] = open;
  if (!request) throw new UserError('not-found', l10n.t('Card #{0} waits for no answer. `rota inbox` shows what waits.', task.number));
  if (another)
    throw new UserError(
      'invalid',
      l10n.t('Card #{0} waits for several answers. Say which: --request {1}', task.number, open.map(({ id }) => id).join(' | ')),
    );
  const given =
    words === '' ? await new TerminalApprover(session.terminal, filter).answer(request, session.signal) : answerFrom(request.body, words);
  if (!given) throw new UserError('invalid', l10n.t('This is answered with: {0}', answerHint(request.body)));
  const answered = await session.call('inbox.answer', PersonRequest, { request: request.id, answer: given });
  await session.show(answered, () => l10n.t('Answered. `rota task execute {0}` goes on with the card.', task.number));
}
